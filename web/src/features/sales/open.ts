import type { Schemas } from '~/api/client';
import { createStore } from '~/store';

/** The sale that is open over the page, by id. */
export const saleOpening = createStore<string | null>(null);

/** Open a sale, with its follow-ups, over any screen. */
export const openSale = (id: string): void => saleOpening.set(id);

export const newSaleOpening = createStore<{ client?: Schemas['ClientRef'] } | null>(null);

/** Open the form of a new sale over any screen, with or without its client chosen. */
export const openNewSale = (client?: Schemas['ClientRef']): void => newSaleOpening.set({ client });
