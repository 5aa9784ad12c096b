import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { api, outdate, queryClient, type Schemas } from '~/api/client';

export type User = Schemas['User'];
export type Branch = Schemas['Branch'];
export type Team = Schemas['Team'];
export type TaskType = Schemas['TaskType'];
export type Tag = Schemas['Tag'];

interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

const WHOLE = { params: { query: { limit: 200 } } };
const PAGES = {
  initialPageParam: null,
  getNextPageParam: (last: Page<unknown>) => last.next_cursor,
};

export const useUsers = () => useWhole(api.useInfiniteQuery('get', '/api/v1/users', WHOLE, PAGES));
export const useBranches = () => useWhole(api.useInfiniteQuery('get', '/api/v1/branches', WHOLE, PAGES));
export const useTeams = () => useWhole(api.useInfiniteQuery('get', '/api/v1/teams', WHOLE, PAGES));
export const useTaskTypes = () => useWhole(api.useInfiniteQuery('get', '/api/v1/task-types', WHOLE, PAGES));
export const useTags = () => useWhole(api.useInfiniteQuery('get', '/api/v1/tags', WHOLE, PAGES));

/** What a house has tens of, at most some hundreds: all of it, so that finding and choosing asks nobody. */
function useWhole<T>(list: UseInfiniteQueryResult<InfiniteData<Page<T>>, Schemas['Problem']>) {
  const { data, error, hasNextPage, isFetching, fetchNextPage, refetch } = list;
  useEffect(() => {
    if (hasNextPage && !isFetching && !error) fetchNextPage();
  }, [hasNextPage, isFetching, error, fetchNextPage]);
  const rows = useMemo(() => data?.pages.flatMap(({ items }) => items), [data]);
  return { rows, error: rows ? null : error, retry: () => refetch() };
}

/** Names of what is told by ids, in the order of the ids. */
export const namesOf = (ids: string[], rows: { id: string; name: string }[] = []): string[] =>
  ids.flatMap((id) => rows.find((each) => each.id === id)?.name ?? []);

/** Ask again for people and places: who is in which team is told by both, and what was done by the trail. */
export const renewHouse = () => outdate('users', 'branches', 'teams', 'audit');

/** The version that a change is of; without one, whatever there is now is changed. */
export const ifMatch = (version?: number) => (version ? { 'If-Match': `"${version}"` } : {});

const one = (id: string) => ({ params: { path: { id } } });
const NOW = { staleTime: 0 };

/** What a record is by now. */
export const latest = {
  user: (id: string) => queryClient.fetchQuery(api.queryOptions('get', '/api/v1/users/{id}', one(id), NOW)),
  branch: (id: string) =>
    queryClient.fetchQuery(api.queryOptions('get', '/api/v1/branches/{id}', one(id), NOW)),
  team: (id: string) => queryClient.fetchQuery(api.queryOptions('get', '/api/v1/teams/{id}', one(id), NOW)),
  taskType: (id: string) =>
    queryClient.fetchQuery(api.queryOptions('get', '/api/v1/task-types/{id}', one(id), NOW)),
};
