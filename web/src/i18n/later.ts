import { type Said, type Texts, useLanguage, useTexts } from '.';

/** Texts that come with the pages which show them, beside those that are always there: not everybody sees all. */
export function later<T extends object>(es: T, en: Said<T>): () => Texts & Said<T> {
  let of: Texts | undefined;
  let all: Texts & Said<T>;
  return () => {
    const always = useTexts();
    const language = useLanguage();
    // Put together once, not by each of a thousand rows.
    if (of !== always) {
      of = always;
      all = { ...always, ...(language === 'en' ? en : (es as Said<T>)) };
    }
    return all;
  };
}
