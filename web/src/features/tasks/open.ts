import type { Schemas } from '~/api/client';
import { createStore } from '~/store';

/** A task there is, by id; or what a new one begins with. */
export type TaskOpening =
  | { id: string }
  | { draft: Partial<Schemas['TaskIn']>; client?: Schemas['ClientRef'] };

export const taskOpening = createStore<TaskOpening | null>(null);

/** Open a task with its thread over any screen. */
export const openTask = (id: string): void => taskOpening.set({ id });

/** Open the form of a new task, with some of it filled in. */
export const openNewTask = (draft: Partial<Schemas['TaskIn']> = {}, client?: Schemas['ClientRef']): void =>
  taskOpening.set({ draft, client });
