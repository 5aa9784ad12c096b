import { session } from '~/api/session';
import type { Chosen } from './draft';
import type { Opening } from './open';
import type { Said } from './said';

/** All that somebody wrote in the form of a new interaction. */
export interface Written {
  chosen: Chosen;
  said: Said;
  completes: boolean;
  branchId?: string;
}

const PREFIX = 'crm.draft.';

/** What was written and neither saved nor thrown away; in this tab, until it is closed or somebody signs out. */
const nameOf = ({ client }: Opening) => {
  const current = session.get();
  return `${PREFIX}${'user' in current ? current.user.id : ''}.${client?.id ?? 'new'}`;
};

/** Whether losing it would cost somebody something. */
export const isWorthKeeping = ({ chosen, said }: Written, { client }: Opening): boolean =>
  !!said.notes.trim() || !!said.followUpOn || (!client && !!chosen.name.trim());

export function draftOf(opening: Opening): Written | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(nameOf(opening)) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

export function keepDraft(opening: Opening, written: Written): void {
  try {
    if (isWorthKeeping(written, opening)) sessionStorage.setItem(nameOf(opening), JSON.stringify(written));
    else dropDraft(opening);
  } catch {
    // A browser that keeps nothing just forgets it.
  }
}

export const dropDraft = (opening: Opening): void => sessionStorage.removeItem(nameOf(opening));

session.subscribe(() => {
  if (session.get().status !== 'out') return;
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
});
