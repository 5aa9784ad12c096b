import type { Schemas } from '~/api/client';
import classes from './TagChip.module.css';

/** A tag: its word is dark on a breath of its color, so that every color can be read. */
export const TagChip = ({ tag }: { tag: Pick<Schemas['Tag'], 'name' | 'color'> }) => (
  <span className={classes.tag} style={{ color: tag.color }} title={tag.name}>
    <span className={classes.dot} aria-hidden />
    <span>{tag.name}</span>
  </span>
);
