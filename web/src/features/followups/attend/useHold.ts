import { useEffect, useRef } from 'react';
import { api, type FollowUp } from '~/api/client';
import { show } from '../data';

const RENEWED = 600_000; // ms: a lease lasts a quarter of an hour

/** Whoever has a follow-up open is on it, and the others see that. */
export function useHold(followUp: FollowUp | undefined, onTaken: (by: string, followUp: FollowUp) => void) {
  const claim = api.useMutation('post', '/api/v1/follow-ups/{id}/claim', { meta: { quiet: true } });
  const release = api.useMutation('post', '/api/v1/follow-ups/{id}/release', { meta: { quiet: true } });
  const current = useRef({ claim, release, onTaken, followUp });
  current.current = { claim, release, onTaken, followUp };
  const id = followUp?.id;

  useEffect(() => {
    if (!id) return;
    const params = { path: { id } };
    const hold = () =>
      current.current.claim.mutate(
        { params },
        {
          onSuccess: show,
          onError: (problem) => {
            const { claimed_by } =
              (problem as { members?: { claimed_by?: { name?: string } } }).members ?? {};
            const { followUp: held } = current.current;
            if (claimed_by && held?.id === id) current.current.onTaken(claimed_by.name ?? '', held);
          },
        },
      );
    const letGo = (keepalive = false) =>
      current.current.release.mutate({ params, keepalive }, { onSuccess: show });
    // A page that goes away hears no answers: what it says has to outlive it.
    const gone = () => letGo(true);
    const isBack = ({ persisted }: PageTransitionEvent) => persisted && hold();
    hold();
    const timer = setInterval(hold, RENEWED);
    addEventListener('pagehide', gone);
    addEventListener('pageshow', isBack);
    return () => {
      clearInterval(timer);
      removeEventListener('pagehide', gone);
      removeEventListener('pageshow', isBack);
      letGo();
    };
  }, [id]);
}
