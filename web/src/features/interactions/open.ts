import type { Schemas } from '~/api/client';
import type { Day } from '~/dates';
import { createStore } from '~/store';
import type { Chosen, Draft } from './draft';

export { chosenAs } from './draft';

export interface Opening {
  client?: Schemas['ClientRef'];
  /** The follow-up that this interaction answers, which it may complete. */
  followUpId?: string;
  /** What had been written before, and where it waits until it is saved. */
  draft?: Partial<Written>;
  waiting?: number;
}

/** All that stands in the form. */
export interface Written {
  chosen: Chosen;
  method: Draft['method'];
  direction: NonNullable<Draft['direction']>;
  occurredOn: Day | null;
  followUpOn: Day | null;
  notes: string;
}

export const opening = createStore<Opening | null>(null);

/** Open the form of a new interaction over any screen, with or without its client chosen. */
export const openInteraction = (client?: Schemas['ClientRef'], followUpId?: string): void =>
  opening.set({ client, followUpId });

/** Open the form with what had been written before, e.g. what was refused. */
export const openWritten = (draft: Partial<Written>, followUpId?: string, waiting?: number): void =>
  opening.set({ draft, followUpId, waiting });
