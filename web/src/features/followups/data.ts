import type { InfiniteData } from '@tanstack/react-query';
import { api, type FollowUp, outdate, queryClient, type Schemas } from '~/api/client';
import { useBranchFilter } from '~/branch';
import type { FollowUpFilters } from './filters';

const PAGE = 100; // follow-ups
const LIST = '/api/v1/follow-ups';
const SUMMARY = '/api/v1/follow-ups/summary';
const PANEL = '/api/v1/panel';

type Page = Schemas['FollowUpList'];
type Counts = Schemas['FollowUpSummary'];

/** Pending follow-ups, page by page, and how many there are of each state under the same filters. */
export function useFollowUps(filters: FollowUpFilters) {
  const branch = useBranchFilter();
  const { state, assigned_to_id, ...others } = filters;
  const shared = { ...branch, ...others, ...(assigned_to_id && { assigned_to_id: [assigned_to_id] }) };
  const list = api.useInfiniteQuery(
    'get',
    LIST,
    { params: { query: { ...shared, limit: PAGE, ...(state && { state: [state] }) } } },
    {
      initialPageParam: null,
      getNextPageParam: (last) => last.next_cursor,
      placeholderData: (before) => before,
    },
  );
  const counts = api.useQuery(
    'get',
    SUMMARY,
    { params: { query: shared } },
    { placeholderData: (before) => before },
  );
  return { list, rows: list.data?.pages.flatMap((page) => page.items), counts: counts.data };
}

type Remembered = [readonly unknown[], unknown][];

/** Take a follow-up out of all that is shown, before the server has said so. @returns what was shown */
export async function forget(gone: FollowUp): Promise<Remembered> {
  await queryClient.cancelQueries({ predicate: ({ queryKey }) => isShown(queryKey[1]) });
  const remembered = queryClient.getQueriesData({ predicate: ({ queryKey }) => isShown(queryKey[1]) });
  changeLists((items) => items.filter(({ id }) => id !== gone.id));
  queryClient.setQueriesData<Counts>(
    { queryKey: ['get', SUMMARY] },
    (counts) => counts && oneLess(counts, gone),
  );
  queryClient.setQueriesData<Schemas['Panel']>(
    { queryKey: ['get', PANEL] },
    (panel) =>
      panel && { ...panel, follow_ups: { ...panel.follow_ups, ...withoutItem(panel.follow_ups, gone) } },
  );
  return remembered;
}

/** The same of one that is known by its id, if it is shown anywhere. */
export async function forgetById(id: string): Promise<void> {
  const gone = shownAnywhere().find((each) => each.id === id);
  if (gone) await forget(gone);
}

export function remember(remembered: Remembered | undefined): void {
  for (const [key, data] of remembered ?? []) queryClient.setQueryData(key, data);
}

/** Show what the server answered wherever the follow-up is shown at once. */
export function show(changed: FollowUp): void {
  const renewed = (items: FollowUp[]) => items.map((each) => (each.id === changed.id ? changed : each));
  changeLists(renewed);
  queryClient.setQueriesData<Schemas['Panel']>(
    { queryKey: ['get', PANEL] },
    (panel) =>
      panel && { ...panel, follow_ups: { ...panel.follow_ups, items: renewed(panel.follow_ups.items) } },
  );
}

export const renewFollowUps = () => outdate('follow-ups', 'panel');

export const isShown = (path: unknown) => path === LIST || path === SUMMARY || path === PANEL;

function shownAnywhere(): FollowUp[] {
  const lists = queryClient.getQueriesData<InfiniteData<Page> | Page>({ queryKey: ['get', LIST] });
  const panels = queryClient.getQueriesData<Schemas['Panel']>({ queryKey: ['get', PANEL] });
  return [
    ...lists.flatMap(([, data]) => (data && 'pages' in data ? data.pages : [data])),
    ...panels.map(([, panel]) => panel?.follow_ups),
  ].flatMap((holder) => holder?.items ?? []);
}

/** Some lists are asked for page by page, others have but one. */
function changeLists(change: (items: FollowUp[]) => FollowUp[]): void {
  const changed = (page: Page): Page => ({ ...page, items: change(page.items) });
  queryClient.setQueriesData<InfiniteData<Page> | Page>(
    { queryKey: ['get', LIST] },
    (data) => data && ('pages' in data ? { ...data, pages: data.pages.map(changed) } : changed(data)),
  );
}

const withoutItem = <T extends { items: FollowUp[] }>(holder: T, gone: FollowUp): T => ({
  ...holder,
  items: holder.items.filter(({ id }) => id !== gone.id),
});

function oneLess(counts: Counts, { state }: FollowUp): Counts {
  if (state === 'done' || state === 'cancelled') return counts;
  return { ...counts, [state]: Math.max(0, counts[state] - 1) };
}
