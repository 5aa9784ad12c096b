import { api } from '~/api/client';
import { useBranchFilter } from '~/branch';
import type { Day } from '~/dates';

/** Who works on some days, and what they have to do. */
export function useAgenda(from: Day, to: Day, teamId?: string) {
  return api.useQuery(
    'get',
    '/api/v1/agenda',
    { params: { query: { from, to, ...useBranchFilter(), ...(teamId && { team_id: [teamId] }) } } },
    { placeholderData: (before) => before },
  );
}
