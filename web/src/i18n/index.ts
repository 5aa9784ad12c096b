import { persistently } from '~/api/persistently';
import { createKept, createStore, useStore } from '~/store';
import { es } from './es';

/** What every language has to say; a function where the words depend on something. */
export type Texts = Said<typeof es>;
export type Said<T> = {
  [K in keyof T]: T[K] extends string ? string : T[K] extends (...a: never) => string ? T[K] : Said<T[K]>;
};

export const LANGUAGES = { es: 'Español', en: 'English' } as const;
export type Language = keyof typeof LANGUAGES;

const chosen = createKept('crm.language');
const spoken = createStore<{ language: Language; texts: Texts }>({ language: 'es', texts: es });

/** The texts in the language of whoever looks at them. */
export const useTexts = (): Texts => useStore(spoken).texts;
export const useLanguage = (): Language => useStore(spoken).language;

/** The same where no component is. */
export const texts = (): Texts => spoken.get().texts;
export const language = (): Language => spoken.get().language;

export async function speak(wanted: Language): Promise<void> {
  const said: Texts = wanted === 'en' ? (await persistently(() => import('./en'))).en : es;
  chosen.set(wanted);
  document.documentElement.lang = wanted;
  spoken.set({ language: wanted, texts: said });
}

/** Speak what was chosen in this browser before. */
export async function speakAsChosen(): Promise<void> {
  // Without its words, in the ones that are always there.
  if (chosen.get() === 'en') await speak('en').catch(() => undefined);
}
