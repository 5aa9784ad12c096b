import type { InfiniteData } from '@tanstack/react-query';
import { api, outdate, queryClient, type Schemas } from '~/api/client';

export type Notice = Schemas['Notification'];
type Pages = InfiniteData<Schemas['NotificationList']>;

const LIST = '/api/v1/notifications';
const UNREAD = { params: { query: { unread: true, limit: 1, include: 'total' as const } } };
const NEWEST = { params: { query: { limit: 20 } } };

/** How many notices wait to be read. */
export function useUnread(): number {
  return api.useQuery('get', LIST, UNREAD).data?.total ?? 0;
}

export function useNotices() {
  const list = api.useInfiniteQuery('get', LIST, NEWEST, {
    initialPageParam: null,
    getNextPageParam: (last) => last.next_cursor,
  });
  return { list, rows: list.data?.pages.flatMap(({ items }) => items) };
}

/** Reading shows at once; the server is told, and asked again. */
export function useReading() {
  const onSettled = () => outdate('notifications');
  const one = api.useMutation('post', '/api/v1/notifications/{id}/read', { onSettled });
  const all = api.useMutation('post', '/api/v1/notifications/read-all', { onSettled });
  return {
    read: (notice: Notice) => {
      if (notice.read_at) return;
      show((each) => each.id === notice.id, -1);
      one.mutate({ params: { path: { id: notice.id } }, body: {} });
    },
    readAll: () => {
      show(() => true);
      all.mutate({ body: {} });
    },
  };
}

function show(isRead: (notice: Notice) => boolean, by = Number.NEGATIVE_INFINITY): void {
  const now = new Date().toISOString();
  queryClient.setQueriesData<Pages | Schemas['NotificationList']>({ queryKey: ['get', LIST] }, (data) => {
    if (!data) return data;
    if (!('pages' in data)) return { ...data, total: Math.max(0, (data.total ?? 0) + by) };
    const pages = data.pages.map((page) => ({
      ...page,
      items: page.items.map((each) => (isRead(each) ? { ...each, read_at: each.read_at ?? now } : each)),
    }));
    return { ...data, pages };
  });
}
