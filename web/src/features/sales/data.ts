import { api, outdate, queryClient, type Schemas } from '~/api/client';
import { useBranchFilter } from '~/branch';
import type { SaleFilters } from './filters';

export type Sale = Schemas['Sale'];

const LIST = '/api/v1/sales';
const ONE = '/api/v1/sales/{id}';
const FOLLOW_UPS = '/api/v1/sales/{id}/follow-ups';

/** The filters as the API takes them, within the branch that is looked at. */
export function useSaleQuery({ follow_up_status, agent_id, q, from, to }: SaleFilters) {
  return {
    ...useBranchFilter(),
    ...(follow_up_status && { follow_up_status: [follow_up_status] }),
    ...(agent_id && { agent_id: [agent_id] }),
    ...(q && { q }),
    ...(from && { from }),
    ...(to && { to }),
  };
}

/** Sales, page by page, the newest first; and how many of all under the same filters are overdue. */
export function useSales(filters: SaleFilters) {
  const query = useSaleQuery(filters);
  const late = useSaleQuery({ ...filters, follow_up_status: 'overdue' });
  const list = api.useInfiniteQuery(
    'get',
    LIST,
    { params: { query } },
    {
      initialPageParam: null,
      getNextPageParam: (last) => last.next_cursor,
      placeholderData: (before) => before,
    },
  );
  const { data } = api.useQuery(
    'get',
    LIST,
    { params: { query: { ...late, limit: 1, include: 'total' } } },
    { placeholderData: (before) => before },
  );
  return { list, rows: list.data?.pages.flatMap((page) => page.items), overdue: data?.total };
}

export const useSale = (id: string) => api.useQuery('get', ONE, { params: { path: { id } } });

/** The follow-ups of a sale, page by page, the newest first. */
export function useSaleFollowUps(id: string) {
  const list = api.useInfiniteQuery(
    'get',
    FOLLOW_UPS,
    { params: { path: { id } } },
    { initialPageParam: null, getNextPageParam: (last) => last.next_cursor },
  );
  return { list, followUps: list.data?.pages.flatMap((page) => page.items) };
}

/** Show what the server answered about a sale at once. */
export function show(sale: Sale): void {
  const { queryKey } = api.queryOptions('get', ONE, { params: { path: { id: sale.id } } });
  queryClient.setQueryData(queryKey, sale);
}

export const renewSales = () => outdate('sales', 'follow-ups', 'panel', 'reports', 'clients');
