import { api, queryClient } from '~/api/client';
import { dayOf, timeOfDay } from '~/dates';
import type { Language } from '~/i18n';
import type { AdminSearch } from '../search';
import type { Texts } from '../texts';
import { doneIn, type Entry, kindIn } from './actions';
import { csvOf } from './csv';

const LIST = '/api/v1/audit';
const PAGE = 200;
const MOST = 10_000;

type Filters = Pick<AdminSearch, 'actor_id' | 'record_id' | 'action' | 'from' | 'to'>;

const queryOf = ({ actor_id, record_id, action, from, to }: Filters) => ({
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

/** All rows under the filters, up to as many as a spreadsheet is pleasant with. */
export async function wholeTrail(filters: Filters, onProgress: (n: number) => void): Promise<Entry[]> {
  const rows: Entry[] = [];
  let cursor: string | null | undefined;
  do {
    const query = { ...queryOf(filters), limit: PAGE, ...(cursor && { cursor }) };
    const page = await queryClient.fetchQuery(
      api.queryOptions('get', LIST, { params: { query } }, { staleTime: 0, gcTime: 0 }),
    );
    rows.push(...page.items);
    cursor = page.next_cursor;
    onProgress(rows.length);
  } while (cursor && rows.length < MOST);
  return rows;
}

export const isCut = (rows: Entry[]): boolean => rows.length >= MOST;

export function trailAsCsv(rows: Entry[], { audit }: Texts, zone: string, language: Language): string {
  const lines = rows.map((entry) => [
    dayOf(Date.parse(entry.at), zone),
    timeOfDay(entry.at, zone, language),
    entry.actor?.name ?? '',
    doneIn(audit, entry),
    kindIn(audit, entry),
    entry.record.id ?? '',
    entry.record_version?.toString() ?? '',
    entry.address ?? '',
    entry.request_id,
  ]);
  return csvOf([audit.columns, ...lines]);
}
