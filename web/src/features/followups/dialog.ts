import type { FollowUp } from '~/api/client';
import { createStore } from '~/store';

/** `next`: what comes after one that was completed; `result`: complete it with a result; `edit`: move or change it. */
export interface Dialog {
  kind: 'next' | 'result' | 'edit';
  followUp: FollowUp;
}

export const dialog = createStore<Dialog | null>(null);
export const openDialog = (opened: Dialog): void => dialog.set(opened);
export const closeDialog = (): void => dialog.set(null);
