import { api, type Client, outdate, queryClient, type Schemas } from '~/api/client';
import { useBranchFilter } from '~/branch';
import { asQuery, type ClientFilters } from './filters';

const PROFILE = '/api/v1/clients/{id}/profile';
const pages = {
  initialPageParam: null,
  getNextPageParam: (last: { next_cursor: string | null }) => last.next_cursor,
  placeholderData: <T>(before: T) => before,
};

export type Person = Schemas['Patient'] | Schemas['Student'];

/** Clients, page by page. */
export function useClients(filters: ClientFilters) {
  const query = { ...useBranchFilter(), ...asQuery(filters) };
  const list = api.useInfiniteQuery('get', '/api/v1/clients', { params: { query } }, pages);
  return { list, rows: list.data?.pages.flatMap((page) => page.items) };
}

/** Patients or students, page by page. */
export function useRegistered(kind: 'patients' | 'students', filters: ClientFilters) {
  const { q, branch_id } = filters;
  const query = { ...useBranchFilter(), ...(q && { q }), ...(branch_id && { branch_id: [branch_id] }) };
  const patients = api.useInfiniteQuery(
    'get',
    '/api/v1/patients',
    { params: { query } },
    { ...pages, enabled: kind === 'patients' },
  );
  const students = api.useInfiniteQuery(
    'get',
    '/api/v1/students',
    { params: { query } },
    { ...pages, enabled: kind === 'students' },
  );
  const list = kind === 'patients' ? patients : students;
  return { list, rows: list.data?.pages.flatMap((page): Person[] => page.items) };
}

/** «Sin próximo contacto». */
export function useWithoutNext({ branch_id }: ClientFilters) {
  const query = { ...useBranchFilter(), ...(branch_id && { branch_id: [branch_id] }) };
  const list = api.useInfiniteQuery('get', '/api/v1/reports/without-next-step', { params: { query } }, pages);
  return { list, rows: list.data?.pages.flatMap((page) => page.items) };
}

export const useStats = () =>
  api.useQuery(
    'get',
    '/api/v1/clients/stats',
    { params: { query: useBranchFilter() } },
    { placeholderData: (before) => before },
  );

export const useTags = () =>
  api.useQuery('get', '/api/v1/tags', { params: { query: { limit: 200 } } }, { staleTime: 60_000 });

const asked = (id: string) => ({ params: { path: { id } } });

export const useProfile = (id: string) => api.useQuery('get', PROFILE, asked(id));

/** A client as it is now, whatever was known of it. @throws Problem */
export const newest = (id: string): Promise<Client> =>
  queryClient.fetchQuery({ ...api.queryOptions('get', '/api/v1/clients/{id}', asked(id)), staleTime: 0 });

/** Show in the profile what is known already, before everything is asked again. */
export function showInProfile(id: string, change: (profile: Schemas['Profile']) => Schemas['Profile']): void {
  const { queryKey } = api.queryOptions('get', PROFILE, asked(id));
  queryClient.setQueryData<Schemas['Profile']>(queryKey, (profile) => profile && change(profile));
}

export const showClient = (client: Client): void =>
  showInProfile(client.id, (profile) => ({ ...profile, client }));

/** What shows clients is old. */
export const renewClients = () =>
  outdate('clients', 'contacts', 'panel', 'patients', 'reports', 'search', 'students');
