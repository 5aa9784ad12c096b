import { memo } from 'react';
import { useTexts } from '~/i18n';
import { asTime } from '~/wallClock';
import classes from './Grid.module.css';
import { DAY_MINUTES, type Piece, SLOT } from './layout';

export const LAST_SLOT = DAY_MINUTES / SLOT - 1;
const SLOTS = Array.from({ length: DAY_MINUTES / SLOT }, (_, slot) => slot);

interface Props {
  column: number;
  words: string;
  /** Where the Tab key comes in, if it is in this column. */
  entry?: number;
}

/** The half hours of a day where a task can be made. What they do is heard of where they bubble to. */
export const Gaps = memo(function Gaps({ column, words, entry }: Props) {
  const { agenda } = useTexts();
  return SLOTS.map((slot) => (
    <button
      key={slot}
      type="button"
      className={classes.gap}
      data-gap={`${column}-${slot}`}
      tabIndex={slot === entry ? 0 : -1}
      aria-label={agenda.gap(asTime(slot * SLOT), words)}
    />
  ));
});

/** The first gap from one on that no task lies on, where the Tab key can come in. */
export function freeFrom(slot: number, pieces: Piece[] = []): number {
  const isFree = (each: number) =>
    pieces.every(
      ({ start, end }) => start >= (each + 1) * SLOT || Math.max(end, start + SLOT) <= each * SLOT,
    );
  for (let each = slot; each <= LAST_SLOT; each++) if (isFree(each)) return each;
  return slot;
}

/** Which gap it happened to. */
export function gapOf(event: { target: EventTarget }): { column: number; slot: number } | undefined {
  const at =
    event.target instanceof HTMLElement ? event.target.dataset.gap?.split('-').map(Number) : undefined;
  return at && { column: at[0] ?? 0, slot: at[1] ?? 0 };
}
