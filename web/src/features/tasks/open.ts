import type { Schemas } from '~/api/client';
import { createStore } from '~/store';

/** What of a task is shown: all of it, or the form to change, follow or close it. */
export type TaskPart = 'task' | 'edit' | 'follow' | 'close' | 'closeWithNote';

/** A task there is, by id; or what a new one begins with. */
export type TaskOpening =
  | { id: string; view?: TaskPart }
  | { draft: Partial<Schemas['TaskIn']>; client?: Schemas['ClientRef'] };

export const taskOpening = createStore<TaskOpening | null>(null);

/** Open a task with its thread over any screen. */
export const openTask = (id: string, view?: TaskPart): void => taskOpening.set({ id, view });

/** Open the form of a new task, with some of it filled in. */
export const openNewTask = (draft: Partial<Schemas['TaskIn']> = {}, client?: Schemas['ClientRef']): void =>
  taskOpening.set({ draft, client });

/** What other features may use of tasks. */
export { renewTasks, showTask, usePeople, useTeams } from './data';
export { StatusIcon } from './status';
export { useWhen } from './when';
