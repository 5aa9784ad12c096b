import { useNavigate } from '@tanstack/react-router';
import { api, queryClient } from '~/api/client';
import { Problem } from '~/api/problem';
import { openClient } from '~/features/clients/open';
import { openTask } from '~/features/tasks/open';
import { useTexts } from '~/i18n';
import { showProblem } from '~/ui/notices';
import type { Notice } from './data';

/** Leads to what a notice is about: where something can be done about it. */
export function useOpening(): (notice: Notice) => Promise<void> {
  const { bell } = useTexts();
  const go = useNavigate();

  async function followUp(id: string) {
    const path = { params: { path: { id } } };
    const found = await queryClient.fetchQuery(
      api.queryOptions('get', '/api/v1/follow-ups/{id}', path, { staleTime: 0 }),
    );
    const { client, state } = found;
    if (state === 'done' || state === 'cancelled') openClient(client.id);
    else await go({ to: '/follow-ups', search: { q: client.name ?? undefined } });
  }

  const kinds: Record<string, (id: string) => unknown> = {
    follow_up: followUp,
    task: openTask,
    client: openClient,
    // Of somebody's day: what there is to do stands on the panel.
    digest: () => go({ to: '/' }),
  };
  return async ({ record }) => {
    try {
      await kinds[record.type]?.(record.id);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      showProblem(error.status === 404 ? { title: bell.gone, detail: bell.goneMore } : error);
    }
  };
}
