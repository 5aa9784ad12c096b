import { useInViewport } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { api, queryClient } from '~/api/client';
import { Problem } from '~/api/problem';
import { openClient } from '~/features/clients/open';
import { openTask } from '~/features/tasks/open';
import { useBranches, useTags, useTaskTypes, useTeams, useUsers } from '../data';
import { useTexts } from '../texts';
import type { Entry } from './actions';

interface Found {
  name: string;
  open?: () => void;
}

const KEPT = { staleTime: 5 * 60_000 };

const at = (id: string) => ({ params: { path: { id } } });
const ask = queryClient.fetchQuery.bind(queryClient) as typeof queryClient.fetchQuery;

/** Where the name of what the trail tells by id alone is asked for. */
const ASKED: Record<string, (id: string) => Promise<Found>> = {
  client: async (id) => {
    const { name } = await ask(api.queryOptions('get', '/api/v1/clients/{id}', at(id), KEPT));
    return { name, open: () => openClient(id) };
  },
  patient: async (id) => {
    const found = await ask(api.queryOptions('get', '/api/v1/patients/{id}', at(id), KEPT));
    return { name: `${found.first_name} ${found.last_name}` };
  },
  student: async (id) => {
    const found = await ask(api.queryOptions('get', '/api/v1/students/{id}', at(id), KEPT));
    return { name: `${found.first_name} ${found.last_name}` };
  },
  interaction: async (id) => {
    const { client } = await ask(api.queryOptions('get', '/api/v1/interactions/{id}', at(id), KEPT));
    return ofClient(client);
  },
  follow_up: async (id) => {
    const { client } = await ask(api.queryOptions('get', '/api/v1/follow-ups/{id}', at(id), KEPT));
    return ofClient(client);
  },
  sale: async (id) => {
    const { title, client } = await ask(api.queryOptions('get', '/api/v1/sales/{id}', at(id), KEPT));
    return { ...ofClient(client), name: title };
  },
  task: async (id) => {
    const { description } = await ask(api.queryOptions('get', '/api/v1/tasks/{id}', at(id), KEPT));
    return { name: description, open: () => openTask(id) };
  },
};

const ofClient = ({ id, name }: { id: string; name: string | null }): Found => ({
  name: name ?? '',
  open: () => openClient(id),
});

/** The name of a record: of people, places and words at once, of others when somebody sees the row. */
export function useNamed({ type, id }: Entry['record']) {
  const { audit } = useTexts();
  const { ref, inViewport } = useInViewport<HTMLDivElement>();
  const known = useKnown(type, id);
  const find = ASKED[type];
  const asked = useQuery({
    queryKey: ['name', type, id],
    queryFn: (): Promise<Found> => (find && id ? find(id) : Promise.resolve({ name: '' })),
    enabled: inViewport && !!find && !!id,
    ...KEPT,
  });
  const isGone = asked.error instanceof Problem && asked.error.status === 404;
  return {
    ref,
    name: known ?? asked.data?.name ?? (isGone ? audit.gone : undefined),
    open: asked.data?.open,
  };
}

function useKnown(type: string, id: string | null): string | undefined {
  const lists: Record<string, { id: string; name: string }[] | undefined> = {
    user: useUsers().rows,
    branch: useBranches().rows,
    team: useTeams().rows,
    task_type: useTaskTypes().rows,
    tag: useTags().rows,
  };
  return lists[type]?.find((each) => each.id === id)?.name;
}
