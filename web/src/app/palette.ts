import { createStore } from '~/store';

/** Whether the command palette is open. */
export const palette = createStore(false);

export const openPalette = (): void => palette.set(true);
export const closePalette = (): void => palette.set(false);

/** Whether what somebody presses is the palette's key, which works everywhere, also while they write. */
export const isPaletteKey = (event: KeyboardEvent): boolean =>
  (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k';
