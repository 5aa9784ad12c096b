import { Select } from '@mantine/core';
import { useUser } from '~/api/session';
import { useBranch } from '~/branch';
import { useTexts } from '~/i18n';

/** One of the user's branches; whoever has but one has nothing to choose. */
export function BranchSelect({ value, onChange }: { value?: string; onChange: (id?: string) => void }) {
  const { reports, actions } = useTexts();
  const { branches } = useUser();
  const here = useBranch();
  if (branches.length < 2) return null;
  return (
    <Select
      label={reports.branch}
      placeholder={here?.name ?? reports.everyBranch}
      data={branches.map(({ id, name }) => ({ value: id, label: name }))}
      value={value ?? null}
      onChange={(id) => onChange(id ?? undefined)}
      openOnFocus={false}
      clearable
      clearButtonProps={{ 'aria-label': actions.clear }}
    />
  );
}
