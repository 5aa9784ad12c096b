import { memo } from 'react';
import { useTexts } from '~/i18n';
import { asTime } from '~/wallClock';
import classes from './Grid.module.css';
import { DAY_MINUTES, SLOT } from './layout';

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
