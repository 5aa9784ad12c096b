import { MutationCache, QueryClient } from '@tanstack/react-query';
import createFetchClient from 'openapi-fetch';
import createClient from 'openapi-react-query';
import { showProblem } from '~/ui/notices';
import { Problem } from './problem';
import type { components, paths } from './schema';
import { send } from './send';

export type Schemas = components['schemas'];
export type Client = Schemas['Client'];
export type FollowUp = Schemas['FollowUp'];
export type Task = Schemas['Task'];

// Lists can be had as files too; here they are asked for as JSON.
type Media = 'application/json' | 'application/problem+json';

const http = createFetchClient<paths, Media>({ baseUrl: '', fetch: send });
export const api = createClient<paths, Media>(http);

declare module '@tanstack/react-query' {
  interface Register {
    /** `quiet`: whoever asked shows by itself what went wrong. */
    mutationMeta: { quiet?: boolean };
  }
}

export const queryClient = new QueryClient({
  // What can be asked again is asked again below, in `send`.
  defaultOptions: { queries: { staleTime: 15_000, retry: false }, mutations: { retry: false } },
  mutationCache: new MutationCache({
    onError: (error, _variables, _context, mutation) => {
      if (!mutation.meta?.quiet && error instanceof Problem) showProblem(error);
    },
  }),
});

/** Have everything asked again whose path begins with one of these. */
export const outdate = (...beginnings: string[]): Promise<void> =>
  queryClient.invalidateQueries({
    predicate: ({ queryKey }) => beginnings.some((each) => String(queryKey[1]).startsWith(`/api/v1/${each}`)),
  });
