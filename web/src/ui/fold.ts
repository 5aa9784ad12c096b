/** As it is compared: without regard to case and accents. */
export const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Whether each word that was typed begins or stands somewhere in a text. */
export const finds = (typed: string, text: string): boolean =>
  fold(typed)
    .split(/\s+/)
    .every((word) => fold(text).includes(word));
