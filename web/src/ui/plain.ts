/** As people type it in a hurry: small letters without accents. */
export const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Whether each word that was typed begins or stands somewhere in a text. */
export const finds = (typed: string, text: string): boolean =>
  plain(typed)
    .split(/\s+/)
    .every((word) => plain(text).includes(word));

/** Whether every word that was typed begins a word of a text: «seg pend» is in «Seguimientos pendientes». */
export function matches(typed: string, text: string): boolean {
  const words = plain(text).split(/[^\p{L}\p{N}]+/u);
  return plain(typed)
    .split(/\s+/)
    .every((part) => words.some((word) => word.startsWith(part)));
}

/** Where in a text the typed words stand, as [begin, end) in order, for them to be shown. */
export function found(typed: string, text: string): [number, number][] {
  // Letter by letter, since an accent of its own would shift all that follows.
  const letters = Array.from(text.normalize('NFC'), (letter) => plain(letter).charAt(0) || letter);
  const bare = letters.join('');
  const places = plain(typed)
    .split(/\s+/)
    .filter(Boolean)
    .map((part): [number, number] => [bare.indexOf(part), bare.indexOf(part) + part.length])
    .filter(([begin]) => begin >= 0)
    .sort(([one], [other]) => one - other);
  return places.filter(([begin], index) => begin >= (places[index - 1]?.[1] ?? 0));
}
