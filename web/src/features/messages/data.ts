import { api, outdate } from '~/api/client';
import { useBranchFilter } from '~/branch';
import { now } from '~/clock';
import { showDone } from '~/ui/notices';
import { asQuery, type Delivery, type MessageFilters } from './filters';
import { useTexts } from './texts';

const OFTEN = 15_000; // ms
const SOON = 3_000; // ms: a sender has it, or will in a moment

const isLeaving = ({ status, due_at }: Delivery): boolean =>
  status === 'queued' && Date.parse(due_at) <= now();

/** Deliveries, newest first, page by page; asked again while one of them is leaving. */
export function useDeliveries(filters: MessageFilters) {
  const query = { ...useBranchFilter(), ...asQuery(filters) };
  const list = api.useInfiniteQuery(
    'get',
    '/api/v1/deliveries',
    { params: { query } },
    {
      initialPageParam: null,
      getNextPageParam: (last) => last.next_cursor,
      placeholderData: (before) => before,
      refetchInterval: ({ state }) =>
        state.data?.pages.some(({ items }) => items.some(isLeaving)) ? SOON : false,
    },
  );
  return { list, rows: list.data?.pages.flatMap(({ items }) => items) };
}

/** How sending is doing; asked again as long as somebody looks. */
export const useHealth = () =>
  api.useQuery(
    'get',
    '/api/v1/deliveries/health',
    { params: { query: useBranchFilter() } },
    { refetchInterval: OFTEN },
  );

/** Has what could not be sent sent again. */
export function useRetry() {
  const { messages } = useTexts();
  const retry = api.useMutation('post', '/api/v1/deliveries/{id}/retry', {
    onSuccess: () => showDone(messages.retried),
    onSettled: () => outdate('deliveries'),
  });
  return (delivery: Delivery) => retry.mutate({ params: { path: { id: delivery.id } }, body: {} });
}
