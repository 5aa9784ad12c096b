import { useState } from 'react';
import { api, type Client } from '~/api/client';
import { Problem } from '~/api/problem';
import { showProblem } from '~/ui/notices';
import { candidatesOf } from './Candidates';
import { newest, renewClients, showClient } from './data';
import { changed, isContested, type Values } from './editing';

/** What is being changed of a client, against the client as it was when that began. */
interface Edit {
  before: Client;
  draft: Partial<Values>;
  /** The client as it is now, if somebody else changed the same meanwhile. */
  theirs?: Client;
  /** There is nothing to correct: what is refused is as it was before. */
  isChoice?: boolean;
}

/**
 * Changes a part of a client. What others changed meanwhile is never overwritten unseen: where it is something else,
 * both changes stand; where it is the same, whoever was later chooses, and keeps what they typed until then.
 */
export function useEdit() {
  const [edit, set] = useState<Edit | null>(null);
  const patch = api.useMutation('patch', '/api/v1/clients/{id}', { meta: { quiet: true } });

  async function send(current: Edit, against: Client, allow_duplicate: boolean): Promise<void> {
    const body = changed(current.before, current.draft);
    if (Object.keys(body).length === 0) return set(null);
    try {
      const saved = await patch.mutateAsync({
        params: { path: { id: against.id } },
        headers: { 'If-Match': `"${against.version}"` },
        body: { ...body, allow_duplicate },
      });
      showClient(saved);
      set(null);
      renewClients();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status !== 412) return refused(error, current);
      const now = await newest(against.id);
      showClient(now);
      if (isContested(against, now, body)) set({ ...current, theirs: now });
      else await send(current, now, allow_duplicate);
    }
  }

  function refused(problem: Problem, { isChoice }: Edit) {
    const isShownThere = Object.keys(problem.errors).length > 0 || candidatesOf(problem).length > 0;
    if (isChoice || !isShownThere) showProblem(problem);
    if (isChoice) set(null);
  }
  const told = (error: unknown) => {
    if (!(error instanceof Problem)) throw error;
    showProblem(error);
  };

  return {
    draft: edit?.draft,
    theirs: edit?.theirs,
    isSaving: patch.isPending,
    errors: edit ? patch.error?.errors : undefined,
    candidates: edit ? candidatesOf(patch.error) : [],
    begin: (before: Client, draft: Partial<Values>) => {
      patch.reset();
      set({ before, draft });
    },
    type: (draft: Partial<Values>) => edit && set({ ...edit, draft: { ...edit.draft, ...draft } }),
    stop: () => set(null),
    /** What was typed; over what somebody else wrote, once that has been seen. */
    save: (allowDuplicate = false) =>
      edit && send(edit, edit.theirs ?? edit.before, allowDuplicate).catch(told),
    /** A choice, which needs no further word. */
    choose: (before: Client, draft: Partial<Values>) => {
      patch.reset();
      set({ before, draft, isChoice: true });
      return send({ before, draft, isChoice: true }, before, false).catch(told);
    },
  };
}

export type Editing = ReturnType<typeof useEdit>;
