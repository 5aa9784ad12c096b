import { useMemo } from 'react';
import { type Said, type Texts, useLanguage, useTexts } from '.';

/** Texts that come with the pages which show them, beside those that are always there: not everybody sees all. */
export const later =
  <T extends object>(es: T, en: Said<T>) =>
  (): Texts & Said<T> => {
    const always = useTexts();
    const language = useLanguage();
    return useMemo(() => ({ ...always, ...(language === 'en' ? en : (es as Said<T>)) }), [always, language]);
  };
