import { api } from '~/api/client';
import { useBranchFilter } from '~/branch';
import type { InteractionFilters } from './filters';

/** Interactions, newest first, page by page. */
export function useInteractions({ method, direction, author_id, client_id, ...others }: InteractionFilters) {
  const list = api.useInfiniteQuery(
    'get',
    '/api/v1/interactions',
    {
      params: {
        query: {
          ...useBranchFilter(),
          ...others,
          ...(method && { method: [method] }),
          ...(direction && { direction: [direction] }),
          ...(author_id && { author_id: [author_id] }),
          ...(client_id && { client_id: [client_id] }),
        },
      },
    },
    {
      initialPageParam: null,
      getNextPageParam: (last) => last.next_cursor,
      placeholderData: (before) => before,
    },
  );
  return { list, rows: list.data?.pages.flatMap((page) => page.items) };
}
