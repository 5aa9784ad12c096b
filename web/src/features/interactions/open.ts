import type { Schemas } from '~/api/client';
import { createStore } from '~/store';
import { lazily } from '~/ui/lazily';
import { type Contact, chosenAs } from './draft';
import type { Written } from './drafts';
import { unsaid } from './said';

export { type Chosen, chosenAs, contactOf, isChosen } from './draft';
export type { Written } from './drafts';

/** Whom a form is about; forms of other features have it, too. */
export const ContactFields = lazily(() => import('./ContactFields').then((module) => module.ContactFields));

export interface Opening {
  client?: Schemas['ClientRef'];
  /** The follow-up that this interaction answers, which it may complete. */
  followUpId?: string;
  /** The sale that it is about. */
  saleId?: string;
  /** What had been written before, and where it waits until it is saved. */
  written?: Written;
  waiting?: number;
}

export const opening = createStore<Opening | null>(null);

/** Open the form of a new interaction over any screen, with or without its client chosen. */
export const openInteraction = (client?: Schemas['ClientRef'], followUpId?: string, saleId?: string): void =>
  opening.set({ client, followUpId, saleId });

/** Open the form with what had been written before and was refused. */
export const openAgain = (opened: Opening): void => opening.set(opened);

/** What the form begins with where somebody, or notes about them, are at hand. */
export const writtenAbout = (whom: Schemas['ClientRef'] | Contact, notes: string): Written => ({
  chosen: 'kind' in whom ? { contact: whom, name: whom.name, lastName: '', phone: '' } : chosenAs(whom),
  said: { ...unsaid(null, ''), notes },
  completes: false,
});

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
