import { api, outdate, queryClient, type Schemas, type Task } from '~/api/client';
import { useUser } from '~/api/session';

const ONE = '/api/v1/tasks/{id}';
const LONG = 300_000; // ms: what seldom changes

export const useTask = (id: string) => api.useQuery('get', ONE, { params: { path: { id } } });

/** The whole thread that a task belongs to, from its root. */
export const useChain = (id: string) =>
  api.useQuery('get', '/api/v1/tasks/{id}/chain', { params: { path: { id } } });

export const useNotes = (id: string) =>
  api.useQuery('get', '/api/v1/history', { params: { query: { task_id: [id], limit: 50 } } });

export function useTaskTypes(): Schemas['TaskType'][] {
  const { data } = api.useQuery(
    'get',
    '/api/v1/task-types',
    { params: { query: { limit: 200 } } },
    { staleTime: LONG },
  );
  return data?.items ?? [];
}

/** Who may be given work in a branch; without one, in any that the user sees. The user is always there. */
export function usePeople(branchId?: string): Schemas['Person'][] {
  const user = useUser();
  const { data } = api.useQuery(
    'get',
    '/api/v1/users',
    { params: { query: { limit: 200, active: true, ...(branchId && { branch_id: [branchId] }) } } },
    { staleTime: LONG },
  );
  const people = data?.items.filter(
    ({ active, branch_ids }) => active && (!branchId || branch_ids.includes(branchId)),
  );
  return people?.some(({ id }) => id === user.id) ? people : [user, ...(people ?? [])];
}

export function useTeams(branchId?: string): Schemas['Team'][] {
  const { data } = api.useQuery(
    'get',
    '/api/v1/teams',
    { params: { query: { limit: 200, ...(branchId && { branch_id: [branchId] }) } } },
    { staleTime: LONG },
  );
  return data?.items ?? [];
}

/** Have all that shows tasks asked again. */
export const renewTasks = () =>
  outdate('tasks', 'agenda', 'board', 'panel', 'clients', 'history', 'reports/tasks');

/** Show at once what the server answered to a write. */
export function showTask(changed: Task): void {
  queryClient.setQueryData<Task>(['get', ONE, { params: { path: { id: changed.id } } }], changed);
  queryClient.setQueriesData<Schemas['Agenda']>(
    { queryKey: ['get', '/api/v1/agenda'] },
    (agenda) =>
      agenda && {
        ...agenda,
        events: agenda.events.map((each) => (each.id === changed.id ? changed : each)),
      },
  );
}
