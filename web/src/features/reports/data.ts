import { api, type Schemas } from '~/api/client';
import { useBranchFilter } from '~/branch';
import type { ReportFilters } from './filters';

export type Unattended = Schemas['UnattendedFollowUp'];
export type WithoutNext = Schemas['WithoutNextStep'];

export const UNATTENDED = '/api/v1/reports/unattended-follow-ups';
export const WITHOUT_NEXT = '/api/v1/reports/without-next-step';

const paged = {
  initialPageParam: null,
  getNextPageParam: (last: { next_cursor: string | null }) => last.next_cursor,
  placeholderData: <T>(before: T) => before,
};

/** The filters as the API takes them. A branch that was chosen here counts more than the one that is looked at. */
export function useReportQuery({ branch_id, agent_id, from, to, type }: ReportFilters) {
  return {
    ...useBranchFilter(),
    ...(branch_id && { branch_id: [branch_id] }),
    ...(agent_id && { agent_id: [agent_id] }),
    ...(from && { from }),
    ...(to && { to }),
    ...(type && { type: [type] }),
  };
}

/** Overdue follow-ups, page by page, the most overdue first, and how many of whom. */
export function useUnattended(filters: ReportFilters) {
  const query = useReportQuery({ ...filters, type: undefined });
  const list = api.useInfiniteQuery('get', UNATTENDED, { params: { query } }, paged);
  return {
    list,
    query,
    rows: list.data?.pages.flatMap((page) => page.items),
    totals: list.data?.pages[0]?.totals,
  };
}

/** Whom nobody has promised to contact again, page by page, and how many they are. */
export function useWithoutNext({ branch_id, type }: ReportFilters) {
  const query = useReportQuery({ branch_id, type });
  const list = api.useInfiniteQuery(
    'get',
    WITHOUT_NEXT,
    { params: { query: { ...query, include: 'total' as const } } },
    paged,
  );
  return {
    list,
    query,
    rows: list.data?.pages.flatMap((page) => page.items),
    total: list.data?.pages[0]?.total,
  };
}
