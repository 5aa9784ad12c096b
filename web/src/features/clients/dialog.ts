import type { Client, Schemas } from '~/api/client';
import { createStore } from '~/store';

/** What is asked or filled in over the page and over a profile. */
export type Dialog =
  /** With what was written before, if anything. */
  | { kind: 'new'; draft?: Schemas['ClientIn'] }
  | { kind: 'link'; client: Client; what: 'student' | 'patient' }
  | { kind: 'merge'; client: Client; duplicateId?: string }
  | { kind: 'erase'; client: Client };

export const dialog = createStore<Dialog | null>(null);
export const openDialog = (opened: Dialog): void => dialog.set(opened);
export const closeDialog = (): void => dialog.set(null);
