import { useEffect } from 'react';
import { api, type Schemas } from '~/api/client';
import { completeUntil, type Happened, type Moment, momentsOf } from './timeline';

/** As many of each list as the profile brings along. */
const BROUGHT = 20;
const PAGE = 50;
const MOST = 200;
const paged = {
  initialPageParam: null,
  getNextPageParam: (last: { next_cursor: string | null }) => last.next_cursor,
};

interface Pages<T> {
  data?: { pages: { items: T[] }[] };
  hasNextPage: boolean;
  isFetching: boolean;
  fetchNextPage: () => void;
}
const itemsOf = <T>({ data }: Pages<T>): T[] | undefined => data?.pages.flatMap(({ items }) => items);

/** All that the profile says of a client's work, and the rest of it where that is not all. */
export function useTimeline(profile: Schemas['Profile']) {
  const lists = [profile.interactions, profile.follow_ups, profile.tasks, profile.history];
  const enabled = lists.some(({ length }) => length >= BROUGHT);
  const client_id = [profile.client.id];
  const asked = { params: { query: { client_id, limit: PAGE } } };
  const whole = { params: { query: { client_id, limit: MOST } } };
  const everyState = { params: { query: { ...whole.params.query, state: [...STATES] } } };
  const options = { ...paged, enabled };
  const interactions = api.useInfiniteQuery('get', '/api/v1/interactions', asked, options);
  const history = api.useInfiniteQuery('get', '/api/v1/history', asked, options);
  // Not by when they were completed: so all of them are needed.
  const followUps = api.useInfiniteQuery('get', '/api/v1/follow-ups', everyState, options);
  const tasks = api.useInfiniteQuery('get', '/api/v1/tasks', whole, options);
  useToTheEnd(followUps);
  useToTheEnd(tasks);

  const known: Happened = {
    interactions: itemsOf(interactions) ?? profile.interactions,
    history: itemsOf(history) ?? profile.history,
    follow_ups: itemsOf(followUps) ?? profile.follow_ups,
    tasks: itemsOf(tasks) ?? profile.tasks,
  };
  const further = [
    { list: interactions, items: known.interactions },
    { list: history, items: known.history },
  ].filter(({ list }) => list.hasNextPage);
  const until = completeUntil(further.map(({ items }) => items));
  return {
    ...known,
    moments: momentsOf(known).filter(({ at }: Moment) => Date.parse(at) >= until),
    hasMore: further.length > 0,
    isLoading: further.some(({ list }) => list.isFetching),
    loadMore: () => {
      for (const { list } of further) list.fetchNextPage();
    },
  };
}

const STATES = ['open', 'done', 'cancelled'] as const;

function useToTheEnd({ hasNextPage, isFetching, fetchNextPage }: Pages<unknown>): void {
  useEffect(() => {
    if (hasNextPage && !isFetching) fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
}
