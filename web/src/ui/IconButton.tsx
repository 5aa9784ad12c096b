import type { ComponentProps } from 'react';
import classes from './IconButton.module.css';

interface Look {
  /** In pixels. */
  size?: 24 | 34 | 36 | 42;
  look?: 'framed' | 'green';
  /** Said to whoever stays on it; see `Tips`. */
  tip?: string;
  'aria-label': string;
}

// Mantine's own focus and pressing.
const CLASSES = `${classes.button} mantine-focus-auto mantine-active`;

/** A button that is but an icon, for lists: Mantine's takes ten times as long to draw, and a list has thousands. */
export function IconButton({ size, look, tip, ...button }: Look & ComponentProps<'button'>) {
  return (
    <button type="button" className={CLASSES} data-size={size} data-look={look} data-tip={tip} {...button} />
  );
}

/** The same as a link to another place. */
export function IconLink({ size, look, tip, ...link }: Look & ComponentProps<'a'>) {
  return (
    <a
      target="_blank"
      rel="noopener"
      className={CLASSES}
      data-size={size}
      data-look={look}
      data-tip={tip}
      {...link}
    />
  );
}
