import { onBack } from '~/api/connection';
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

let wish: Language = 'es';

export async function speak(wanted: Language): Promise<void> {
  wish = wanted;
  const said: Texts = wanted === 'en' ? (await persistently(() => import('./en'))).en : es;
  // Somebody may have changed their mind meanwhile.
  if (wish !== wanted) return;
  chosen.set(wanted);
  document.documentElement.lang = wanted;
  spoken.set({ language: wanted, texts: said });
}

const PATIENCE = 1_000; // ms

const awaited = createStore(false);

/** Whether the words that were chosen may come at any moment, so that others would but flash by. */
export const useIsAwaited = (): boolean => useStore(awaited);

/** Speak what was chosen in this browser before; until its words are there, and that takes long, the usual ones. */
export function speakAsChosen(): void {
  if (chosen.get() !== 'en') return;
  const settle = () => awaited.set(false);
  awaited.set(true);
  setTimeout(settle, PATIENCE);
  speak('en').then(settle, againWhenBack);
}

function againWhenBack(): void {
  const stop = onBack(() => {
    stop();
    if (wish === 'en') speak('en').catch(againWhenBack);
  });
}
