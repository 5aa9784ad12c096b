import { useEffect, useState } from 'react';
import { api, type FollowUp, queryClient } from '~/api/client';
import { useBranchFilter } from '~/branch';
import type { FollowUpActions } from '../actions';
import { isClaimed } from '../Calling';
import type { FollowUpFilters, OpenState } from '../filters';
import { nextInQueue, type Passed, withoutSkipped } from './queue';

const NOW: OpenState[] = ['overdue', 'today'];

/** Those who wait for today under the filters, in the order of their turns. */
export function useQueue({ state, assigned_to_id, ...others }: FollowUpFilters, actions: FollowUpActions) {
  const shared = {
    ...useBranchFilter(),
    ...others,
    ...(assigned_to_id && { assigned_to_id: [assigned_to_id] }),
  };
  const list = api.useQuery(
    'get',
    '/api/v1/follow-ups',
    { params: { query: { ...shared, state: state ? [state] : NOW, include: 'total' } } },
    { placeholderData: (before) => before },
  );
  const [passed, pass] = useState<Passed>(new Map());
  const [chosen, choose] = useState<FollowUp>();

  const rows = list.data?.items ?? [];
  const isOthers = (each: FollowUp) => isClaimed(each) && !actions.isMine(each);
  const next = nextInQueue(rows, passed, isOthers);
  // Whoever has the turn keeps it, wherever the list moves them.
  const kept =
    chosen && !passed.has(chosen.id) ? (rows.find(({ id }) => id === chosen.id) ?? chosen) : undefined;
  const current = kept ?? next;
  useEffect(() => choose(current), [current]);

  const after = nextInQueue(rows, current ? new Map([...passed, [current.id, 'done']]) : passed, isOthers);
  const clientAfter = after?.client.id;
  useEffect(() => {
    // So that the next one opens with all that is known of them.
    if (clientAfter)
      queryClient.prefetchQuery(
        api.queryOptions('get', '/api/v1/clients/{id}/profile', { params: { path: { id: clientAfter } } }),
      );
  }, [clientAfter]);

  const waiting = rows.filter((each) => !passed.has(each.id)).length;
  const beyond = Math.max(0, (list.data?.total ?? 0) - rows.length);
  return {
    list,
    current,
    passed,
    left: waiting + beyond,
    pass: (followUp: FollowUp, what: 'done' | 'skipped' | 'taken') =>
      pass((before) => new Map([...before, [followUp.id, what]])),
    /** It is their turn again. */
    back: (followUp: FollowUp) => {
      pass((before) => new Map([...before].filter(([id]) => id !== followUp.id)));
      choose(followUp);
    },
    again: () => pass(withoutSkipped),
  };
}
