import { api, type Schemas } from '~/api/client';
import { useBranchFilter } from '~/branch';
import { type ImportFilters, rowQuery } from './filters';

export type Import = Schemas['Import'];
export type Row = Schemas['ImportRow'];
export type Field = NonNullable<Schemas['ImportColumn']['field']>;

export const FIELDS: readonly Field[] = [
  'name',
  'first_name',
  'last_name',
  'phone',
  'email',
  'type',
  'source',
  'status',
  'notes',
  'tags',
];

const OFTEN = 800; // ms: the work of a few hundred rows
const AT_WORK = ['checking', 'applying', 'reverting'];

export const isAtWork = ({ status }: Import): boolean => AT_WORK.includes(status);

/** Imports of the branch that is looked at, page by page, the newest first. */
export function useImports() {
  const list = api.useInfiniteQuery(
    'get',
    '/api/v1/imports',
    { params: { query: { ...useBranchFilter(), limit: 20 } } },
    {
      initialPageParam: null,
      getNextPageParam: (last) => last.next_cursor,
      refetchInterval: ({ state }) =>
        state.data?.pages.some(({ items }) => items.some(isAtWork)) ? 2 * OFTEN : false,
    },
  );
  return { list, imports: list.data?.pages.flatMap((page) => page.items) };
}

/** One import, followed while the worker is at it. */
export const useImport = (id: string) =>
  api.useQuery(
    'get',
    '/api/v1/imports/{id}',
    { params: { path: { id }, query: { limit: 1 } } },
    { refetchInterval: ({ state: { data } }) => (data && isAtWork(data) ? OFTEN : false) },
  );

/** The rows of an import, page by page, once they have been checked. */
export function useRows({ id, status }: Import, filters: ImportFilters) {
  const list = api.useInfiniteQuery(
    'get',
    '/api/v1/imports/{id}',
    { params: { path: { id }, query: { ...rowQuery(filters), limit: 50 } } },
    {
      initialPageParam: null,
      getNextPageParam: (last) => last.next_cursor,
      placeholderData: (before) => before,
      enabled: status !== 'checking',
    },
  );
  return { list, rows: list.data?.pages.flatMap((page) => page.items) };
}
