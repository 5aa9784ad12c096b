import { Select } from '@mantine/core';
import { api } from '~/api/client';
import { useUser } from '~/api/session';
import { useTexts } from '~/i18n';

interface Props {
  label: string;
  /** What stands there while nobody is chosen; without it somebody has to be. */
  nobody?: string;
  /** Only those who work in this branch. */
  branchId?: string;
  value?: string;
  onChange: (id?: string) => void;
  error?: string;
}

/** Somebody of the house. */
export function PersonSelect({ label, nobody, branchId, value, onChange, error }: Props) {
  const { actions } = useTexts();
  const user = useUser();
  const { data } = api.useQuery('get', '/api/v1/users', {
    params: { query: { limit: 200, ...(branchId && { branch_id: [branchId] }) } },
  });
  const people: { id: string; name: string; active?: boolean }[] = data?.items ?? [user];
  return (
    <Select
      label={label}
      placeholder={nobody}
      data={people
        .filter(({ id, active }) => active !== false || id === value)
        .map(({ id, name }) => ({ value: id, label: name }))}
      value={value ?? null}
      onChange={(id) => onChange(id ?? undefined)}
      error={error}
      comboboxProps={{ withinPortal: false }}
      openOnFocus={false}
      searchable
      allowDeselect={!!nobody}
      clearable={!!nobody}
      clearButtonProps={{ 'aria-label': actions.clear }}
    />
  );
}
