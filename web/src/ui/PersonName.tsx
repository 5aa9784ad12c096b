import type { Schemas } from '~/api/client';
import { useTexts } from '~/i18n';
import classes from './PersonName.module.css';

/** Somebody of the house, or nobody. */
export function PersonName({ person }: { person: Schemas['Person'] | null }) {
  const { people } = useTexts();
  if (!person) return <span className={classes.nobody}>{people.nobody}</span>;
  const name = person.name ?? people.noName;
  return (
    <span className={classes.person}>
      <span className={classes.initials} aria-hidden>
        {initialsOf(name)}
      </span>
      <span className={classes.name}>{name}</span>
    </span>
  );
}

const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0])
    .join('')
    .toUpperCase();
