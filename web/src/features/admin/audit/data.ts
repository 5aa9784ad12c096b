import { api } from '~/api/client';
import type { AdminSearch } from '../search';

export const LIST = '/api/v1/audit';

type Filters = Pick<AdminSearch, 'actor_id' | 'record_id' | 'action' | 'from' | 'to'>;

export const queryOf = ({ actor_id, record_id, action, from, to }: Filters) => ({
  ...(actor_id && { actor_id: [actor_id] }),
  ...(record_id && { record_id: [record_id] }),
  ...(action && { action: [action] }),
  ...(from && { from }),
  ...(to && { to }),
});

export function useAudit(filters: Filters) {
  const list = api.useInfiniteQuery(
    'get',
    LIST,
    { params: { query: queryOf(filters) } },
    {
      initialPageParam: null,
      getNextPageParam: (last) => last.next_cursor,
      placeholderData: (before) => before,
    },
  );
  const degraded = [...new Set(list.data?.pages.flatMap((page) => page.degraded))];
  return { list, rows: list.data?.pages.flatMap(({ items }) => items), degraded };
}
