import { IconHourglassEmpty } from '@tabler/icons-react';
import type { Schemas } from '~/api/client';
import { may, useUser } from '~/api/session';
import { useTexts } from '~/i18n';
import classes from './Clients.module.css';
import { type ClientFilters, TYPES } from './filters';

interface Props {
  filters: ClientFilters;
  stats?: Schemas['ClientStats'];
  onChange: (changed: ClientFilters) => void;
}

/** One touch for each type, with how many there are of it, and for those whom nobody has promised to contact. */
export function TypeFilter({ filters: { type, next }, stats, onChange }: Props) {
  const { clients } = useTexts();
  const isManager = may(useUser(), 'manager');
  const choices = [undefined, ...TYPES] as const;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot scroll sideways in every browser
    <div role="group" aria-label={clients.filterByType} className={classes.filters}>
      {choices.map((choice) => (
        <button
          key={choice ?? 'all'}
          type="button"
          className={classes.filter}
          aria-pressed={!next && type === choice}
          onClick={() => onChange({ type: choice, next: undefined })}
        >
          {choice ? clients.types[choice] : clients.all}{' '}
          <span className={classes.number}>{choice ? stats?.by_type[choice] : stats?.total}</span>
        </button>
      ))}
      {isManager && (
        <button
          type="button"
          className={classes.filter}
          aria-pressed={!!next}
          onClick={() => onChange({ next: next ? undefined : 'none', type: undefined, q: undefined })}
        >
          <IconHourglassEmpty size={15} aria-hidden /> {clients.withoutNext}
        </button>
      )}
    </div>
  );
}
