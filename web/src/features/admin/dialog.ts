import { createStore } from '~/store';
import type { Branch, Tag, TaskType, Team, User } from './data';

/** What is made where nothing is given, and changed where something is. */
export type Dialog =
  | { kind: 'user'; user?: User }
  | { kind: 'access'; user: User; password: string }
  | { kind: 'password'; user: User }
  | { kind: 'deactivate'; user: User }
  | { kind: 'branch'; branch?: Branch }
  | { kind: 'team'; team?: Team }
  | { kind: 'type'; type?: TaskType }
  | { kind: 'removeType'; type: TaskType }
  | { kind: 'removeTag'; tag: Tag };

export const dialog = createStore<Dialog | null>(null);
export const openDialog = (opened: Dialog): void => dialog.set(opened);
export const closeDialog = (): void => dialog.set(null);
