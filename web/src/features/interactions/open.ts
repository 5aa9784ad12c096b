import { lazy } from 'react';
import type { Schemas } from '~/api/client';
import { createStore } from '~/store';

export { type Chosen, chosenAs, contactOf, isChosen } from './draft';

/** Whom a form is about; forms of other features have it, too. */
export const ContactFields = lazy(() =>
  import('./ContactFields').then((module) => ({ default: module.ContactFields })),
);

interface Opening {
  client?: Schemas['ClientRef'];
  /** The follow-up that this interaction answers, which it may complete. */
  followUpId?: string;
}

export const opening = createStore<Opening | null>(null);

/** Open the form of a new interaction over any screen, with or without its client chosen. */
export const openInteraction = (client?: Schemas['ClientRef'], followUpId?: string): void =>
  opening.set({ client, followUpId });
