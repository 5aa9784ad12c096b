import { api, type FollowUp, outdate, type Schemas } from '~/api/client';
import { sendOrKeep } from '~/api/outbox';
import { Kept } from '~/api/problem';
import { useToday } from '~/branch';
import { now } from '~/clock';
import type { Day } from '~/dates';
import { writtenAbout } from '~/features/interactions/open';
import { useTexts } from '~/i18n';
import { usePack } from '~/packs';
import { showDone } from '~/ui/notices';
import { completion, nameOf } from '../actions';
import { forget, remember } from '../data';

/** What somebody writes about one whose turn it is. */
export interface Written {
  details: string;
  method: Schemas['Interaction']['method'];
  next: Day | null;
  nextTime: string;
}

export const nothingWritten: Written = { details: '', method: 'call', next: null, nextTime: '' };

interface Turns {
  onDone: (followUp: FollowUp) => void;
  /** It was refused or taken back: it is their turn again, with what was written. */
  onBack: (followUp: FollowUp, written: Written) => void;
}

/**
 * Completes a follow-up and plans the next one. Where something was said, that is an interaction which answers it:
 * the log has to tell who was contacted. Shows at once, and comes back if the server refuses.
 */
export function useAnswer({ onDone, onBack }: Turns) {
  const { followUps, actions } = useTexts();
  const today = useToday();
  const pack = usePack();
  const complete = api.useMutation('post', '/api/v1/follow-ups/{id}/complete');
  const register = api.useMutation('post', '/api/v1/interactions');
  const reopen = api.useMutation('post', '/api/v1/follow-ups/{id}/reopen');
  const remove = api.useMutation('delete', '/api/v1/interactions/{id}');
  const renew = () => outdate('follow-ups', 'panel', 'interactions', 'clients');

  /** @returns how to take it back */
  async function send(followUp: FollowUp, { details, method, next, nextTime }: Written) {
    const params = { path: { id: followUp.id } };
    const time = (next && nextTime) || null;
    if (!details.trim()) {
      const plan = next && { due_on: next, due_time: time, notes: followUp.notes };
      const fetch = sendOrKeep(completion(followUp));
      await complete.mutateAsync({ params, fetch, body: plan ? { next: plan } : {} });
      return () => reopen.mutateAsync({ params });
    }
    const notes = details.trim();
    const form = { written: writtenAbout(followUp.client, notes), followUpId: followUp.id };
    const made = await register.mutateAsync({
      fetch: sendOrKeep({ kind: 'interaction', name: nameOf(followUp), notes, form }),
      body: {
        contact: { client_id: followUp.client.id },
        method,
        occurred_at: pack?.occurred_at === 'day' ? today(followUp.branch_id) : new Date(now()).toISOString(),
        follow_up_on: next,
        follow_up_time: time,
        completes_follow_up_id: followUp.id,
        notes,
      },
    });
    return async () => {
      await reopen.mutateAsync({ params });
      await remove.mutateAsync({ params: { path: { id: made.id } } });
    };
  }

  return async (followUp: FollowUp, written: Written) => {
    onDone(followUp);
    const remembered = await forget(followUp);
    try {
      const takeBack = await send(followUp, written);
      showDone(followUps.completed(nameOf(followUp)), [
        {
          label: actions.undo,
          act: async () => {
            await takeBack();
            onBack(followUp, written);
            renew();
          },
        },
      ]);
    } catch (error) {
      // Without a connection it will be done: then it is gone all the same.
      if (error instanceof Kept) return;
      remember(remembered);
      onBack(followUp, written);
    }
    renew();
  };
}
