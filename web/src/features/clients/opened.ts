import { createStore } from '~/store';

/** The client whose profile is open over the page, by id. */
export const openProfile = createStore<string | null>(null);

/** Open a client's profile: beside the page on a desktop, as a page of its own on a phone. */
export const openClient = (id: string): void => openProfile.set(id);

export const closeProfile = (): void => openProfile.set(null);
