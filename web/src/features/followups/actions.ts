import { api, type FollowUp } from '~/api/client';
import { type Deed, sendOrKeep } from '~/api/outbox';
import { Kept, Problem } from '~/api/problem';
import { useUser } from '~/api/session';
import { writtenAbout } from '~/features/interactions/open';
import { useTexts } from '~/i18n';
import { showDone } from '~/ui/notices';
import { useSame } from '~/ui/useSame';
import { forget, remember, renewFollowUps, show } from './data';
import { openDialog } from './dialog';

export const nameOf = (followUp: FollowUp): string => followUp.client.name ?? '';

/** A completion that may have to wait for a connection; `notes`: what was written as its result. */
export const completion = (followUp: FollowUp, notes = ''): Deed => ({
  kind: 'completion',
  completes: followUp.id,
  name: nameOf(followUp),
  notes,
  form: notes && { written: writtenAbout(followUp.client, notes), saleId: followUp.sale_id },
});

/** What can be done to a follow-up with one touch. Each shows at once, and is taken back if the server refuses. */
export function useFollowUpActions() {
  const { followUps, actions } = useTexts();
  const user = useUser();
  const reopen = api.useMutation('post', '/api/v1/follow-ups/{id}/reopen', { onSettled: renewFollowUps });
  const complete = api.useMutation('post', '/api/v1/follow-ups/{id}/complete', { onSettled: renewFollowUps });
  const cancel = api.useMutation('post', '/api/v1/follow-ups/{id}/cancel', { onSettled: renewFollowUps });
  const claim = api.useMutation('post', '/api/v1/follow-ups/{id}/claim', {
    onSuccess: show,
    onError: renewFollowUps,
  });
  const release = api.useMutation('post', '/api/v1/follow-ups/{id}/release', { onSuccess: show });

  const of = ({ id }: FollowUp) => ({ params: { path: { id } } });
  const undo = (followUp: FollowUp) => ({ label: actions.undo, act: () => reopen.mutate(of(followUp)) });

  /** Take it out of sight, do it, and bring it back where it was refused. */
  async function leaving(followUp: FollowUp, act: () => Promise<unknown>, done: () => void) {
    const remembered = await forget(followUp);
    try {
      await act();
      done();
    } catch (error) {
      // Somebody else was quicker, or it will be done as soon as there is a connection: then it is gone all the same.
      const isGone = error instanceof Problem && error.type.endsWith('/already-completed');
      if (!isGone && !(error instanceof Kept)) remember(remembered);
    }
  }

  return useSame({
    isMine: (followUp: FollowUp) => followUp.claimed_by?.id === user.id,
    complete: (followUp: FollowUp) =>
      leaving(
        followUp,
        () => complete.mutateAsync({ ...of(followUp), body: {}, fetch: sendOrKeep(completion(followUp)) }),
        () =>
          showDone(followUps.completed(nameOf(followUp)), [
            { label: followUps.scheduleNext, act: () => openDialog({ kind: 'next', followUp }) },
            undo(followUp),
          ]),
      ),
    cancel: (followUp: FollowUp) =>
      leaving(
        followUp,
        () => cancel.mutateAsync({ ...of(followUp), body: {} }),
        () => showDone(followUps.cancelled(nameOf(followUp)), [undo(followUp)]),
      ),
    claim: (followUp: FollowUp) => claim.mutate(of(followUp)),
    release: (followUp: FollowUp) => release.mutate(of(followUp)),
  });
}

export type FollowUpActions = ReturnType<typeof useFollowUpActions>;
