import { Select } from '@mantine/core';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useUser } from '~/api/session';
import { useBranch } from '~/branch';
import type { AdminSearch } from './search';
import { useTexts } from './texts';

/** Whose rules or texts are looked at: the branch of the address, the one chosen for the whole page, or the first. */
export function useBranchId(): string {
  const { branches } = useUser();
  const { branch_id } = useSearch({ strict: false }) as AdminSearch;
  const here = useBranch() ?? branches[0];
  return (branches.find(({ id }) => id === branch_id) ?? here)?.id ?? '';
}

/** Whoever has but one branch has nothing to choose. */
export function BranchChoice() {
  const { rules } = useTexts();
  const { branches } = useUser();
  const { section = '' } = useParams({ strict: false });
  const go = useNavigate();
  const id = useBranchId();
  if (branches.length < 2) return null;
  return (
    <Select
      aria-label={rules.branch}
      data={branches.map((each) => ({ value: each.id, label: each.name }))}
      value={id}
      allowDeselect={false}
      openOnFocus={false}
      onChange={(chosen) =>
        go({
          to: '/admin/$section',
          params: { section },
          search: (before) => ({ ...before, branch_id: chosen ?? undefined }),
          replace: true,
        })
      }
    />
  );
}
