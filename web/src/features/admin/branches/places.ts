import type { Language } from '~/i18n';

/** Every time zone that the browser knows, and the one that is chosen. */
export const timeZones = (chosen?: string): string[] =>
  [...new Set([...Intl.supportedValuesOf('timeZone'), ...(chosen ? [chosen] : [])])].sort();

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
// Two letters that stand for no country.
const NO_COUNTRY = new Set([
  'EU',
  'EZ',
  'UN',
  'QO',
  'XA',
  'XB',
  'ZZ',
  'AN',
  'BU',
  'CS',
  'DD',
  'FX',
  'NT',
  'SU',
  'TP',
  'YD',
  'YU',
  'ZR',
  'UK',
]);

/** Countries by name in a language, with their two letters. */
export function countries(language: Language): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
  return LETTERS.flatMap((first) => LETTERS.map((second) => first + second))
    .filter((code) => !NO_COUNTRY.has(code))
    .flatMap((code) => {
      const name = names.of(code);
      return name ? { value: code, label: `${name} (${code})` } : [];
    })
    .sort((one, other) => one.label.localeCompare(other.label, language));
}
