import type { Schemas } from '~/api/client';
import { useTexts } from '~/i18n';
import classes from './FollowUps.module.css';
import type { OpenState } from './filters';

const CHOICES = [undefined, 'overdue', 'today', 'upcoming'] as const;

interface Props {
  state?: OpenState;
  counts?: Schemas['FollowUpSummary'];
  onChange: (state?: OpenState) => void;
}

export function StateFilter({ state, counts, onChange }: Props) {
  const { followUps, states } = useTexts();
  const all = counts && counts.overdue + counts.today + counts.upcoming;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot scroll sideways in every browser
    <div role="group" aria-label={followUps.filterByState} className={classes.states}>
      {CHOICES.map((choice) => (
        <button
          key={choice ?? 'all'}
          type="button"
          className={classes.filter}
          data-state={choice}
          aria-pressed={state === choice}
          onClick={() => onChange(choice)}
        >
          {choice && <span className={classes.dot} aria-hidden />}
          {choice ? states[choice] : followUps.all}{' '}
          <span className={classes.number}>{choice ? counts?.[choice] : all}</span>
        </button>
      ))}
    </div>
  );
}
