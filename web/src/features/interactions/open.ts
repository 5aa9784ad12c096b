import { lazy } from 'react';
import type { Schemas } from '~/api/client';
import { createStore } from '~/store';

export { type Chosen, chosenAs, contactOf, isChosen } from './draft';

/** Whom a form is about; forms of other features have it, too. */
export const ContactFields = lazy(() =>
  import('./ContactFields').then((module) => ({ default: module.ContactFields })),
);

export interface Opening {
  client?: Schemas['ClientRef'];
  /** The follow-up that this interaction answers, which it may complete. */
  followUpId?: string;
  /** The sale that it is about. */
  saleId?: string;
}

export const opening = createStore<Opening | null>(null);

/** Open the form of a new interaction over any screen, with or without its client chosen. */
export const openInteraction = (client?: Schemas['ClientRef'], followUpId?: string, saleId?: string): void =>
  opening.set({ client, followUpId, saleId });

/** One that stands, to be corrected or deleted. */
export interface Correction {
  kind: 'edit' | 'delete';
  interaction: Schemas['Interaction'];
}

export const correction = createStore<Correction | null>(null);

/** Open the form that corrects an interaction. */
export const editInteraction = (interaction: Schemas['Interaction']): void =>
  correction.set({ kind: 'edit', interaction });

/** Ask whether an interaction is to be deleted. */
export const deleteInteraction = (interaction: Schemas['Interaction']): void =>
  correction.set({ kind: 'delete', interaction });
