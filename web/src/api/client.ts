import { MutationCache, QueryClient } from '@tanstack/react-query';
import createFetchClient from 'openapi-fetch';
import createClient from 'openapi-react-query';
import { showProblem } from '~/ui/notices';
import { connected } from './connection';
import { isUnreachable, Kept, Problem } from './problem';
import type { components, paths } from './schema';
import { send } from './send';
import { shared } from './sharing';

export type Schemas = components['schemas'];
export type Client = Schemas['Client'];
export type FollowUp = Schemas['FollowUp'];
export type Task = Schemas['Task'];

// Lists can be had as files too; here they are asked for as JSON.
type Media = 'application/json' | 'application/problem+json';

const DAY = 86_400_000; // ms

const http = createFetchClient<paths, Media>({ baseUrl: '', fetch: send });
const queries = createClient<paths, Media>(http);
type Paged = typeof queries.useInfiniteQuery;

export const api = {
  ...queries,
  /** What is had page by page is kept apart from the same list had at once, since it has another shape. */
  useInfiniteQuery: ((method, path, init, ...others) =>
    queries.useInfiniteQuery(method, path, { ...init, paged: true } as typeof init, ...others)) as Paged,
};

declare module '@tanstack/react-query' {
  interface Register {
    /** `quiet`: whoever asked shows by itself what went wrong. */
    mutationMeta: { quiet?: boolean };
  }
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // Not sooner, since it may be wanted while it cannot be had again.
      gcTime: DAY,
      structuralSharing: shared,
      // What can be asked again at once is asked again below, in `send`; without a connection a query waits for it.
      retry: (_failures, error) => isUnreachable(error) && !connected.get(),
    },
    // What cannot be sent says so, or is kept: nobody waits for it.
    mutations: { retry: false, networkMode: 'always' },
  },
  mutationCache: new MutationCache({
    onError: (error, _variables, _context, mutation) => {
      if (mutation.meta?.quiet || error instanceof Kept) return;
      if (error instanceof Problem) showProblem(error);
    },
  }),
});

/** Have everything asked again whose path begins with one of these. */
export const outdate = (...beginnings: string[]): Promise<void> =>
  queryClient.invalidateQueries({
    predicate: ({ queryKey }) => beginnings.some((each) => String(queryKey[1]).startsWith(`/api/v1/${each}`)),
  });
