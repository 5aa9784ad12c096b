import type { Schemas } from '~/api/client';
import { createStore } from '~/store';

export { TagChip } from './TagChip';

interface Opening {
  /** The tag to change; without one, a new one is made. */
  tag?: Schemas['Tag'];
  /** What a new one begins with. */
  name?: string;
  /** What to do with it once it is saved, e.g. give it to a client. */
  onSaved?: (tag: Schemas['Tag']) => void;
}

export const tagOpening = createStore<Opening | null>(null);

/** Open the form of a tag over any screen; for managers. */
export const openTag = (opening: Opening = {}): void => tagOpening.set(opening);
