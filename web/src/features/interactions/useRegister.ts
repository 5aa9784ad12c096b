import { api, outdate, type Schemas } from '~/api/client';
import { drop, sendOrKeep } from '~/api/outbox';
import { Kept } from '~/api/problem';
import { useTimeZones } from '~/branch';
import { forgetById } from '~/features/followups/open';
import { useTexts } from '~/i18n';
import { showDone, showProblem } from '~/ui/notices';
import { contactOf, isNew } from './draft';
import { dropDraft, type Written } from './drafts';
import { type Opening, opening } from './open';
import { fieldsOf } from './said';

const SHOWN_BESIDE = /\/(possible-duplicate|already-completed|not-open|validation.*)$/;

export interface Insisting {
  allowDuplicate?: true;
  /** Log it although the follow-up that it answers has been completed by somebody else. */
  withoutCompleting?: true;
}

/** Registers an interaction: with its next day and, in the same step, as the answer to a follow-up. */
export function useRegister(open: Opening, when: (day: string) => string) {
  const { interactions } = useTexts();
  const zones = useTimeZones();
  const save = api.useMutation('post', '/api/v1/interactions', {
    meta: { quiet: true },
    onSuccess: (made, { body }) => {
      done(body);
      showDone(made.follow_up_on ? interactions.savedWithNext(when(made.follow_up_on)) : interactions.saved);
      outdate('interactions', 'follow-ups', 'panel', 'clients', 'sales');
    },
    onError: (problem, { body }) => {
      // Without a connection it will be done.
      if (problem instanceof Kept) return done(body);
      const shown = Object.keys(problem.errors ?? {}).length > 0 || SHOWN_BESIDE.test(problem.type);
      if (!shown) showProblem(problem);
    },
  });

  function done({ completes_follow_up_id: completed }: Schemas['InteractionIn']) {
    // What it answers is gone at once, before anything is asked again.
    if (completed) forgetById(completed);
    dropDraft(open);
    opening.set(null);
    if (open.waiting !== undefined) drop(open.waiting);
  }

  function submit(written: Written, insisting: Insisting = {}) {
    const { chosen, said, completes, branchId } = written;
    const completed = completes && !insisting.withoutCompleting ? open.followUpId : undefined;
    const { followUpId, saleId } = open;
    save.mutate({
      fetch: sendOrKeep({
        kind: 'interaction',
        completes: completed,
        name: chosen.name,
        notes: said.notes,
        form: { written, followUpId, saleId },
      }),
      body: {
        contact: { ...contactOf(chosen), ...(insisting.allowDuplicate && { allow_duplicate: true }) },
        ...fieldsOf(said, zones(branchId)),
        ...(isNew(chosen) && branchId && { branch_id: branchId }),
        ...(completed && { completes_follow_up_id: completed }),
        ...(open.saleId && { sale_id: open.saleId }),
      },
    });
  }

  return { save, submit };
}
