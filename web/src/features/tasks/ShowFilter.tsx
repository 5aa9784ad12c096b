import { api } from '~/api/client';
import { useBranchFilter } from '~/branch';
import { useTexts } from '~/i18n';
import classes from './Board.module.css';
import type { Show } from './filters';

const CHOICES = [
  { show: undefined, text: 'all' },
  { show: 'urgent', text: 'urgent' },
  { show: 'in_preparation', text: 'in_preparation' },
] as const;

/** The quick buttons: all tasks, urgent ones, those in preparation, with how many of them are open. */
export function ShowFilter({ show, onChange }: { show?: Show; onChange: (show?: Show) => void }) {
  const { board } = useTexts().tasks;
  const { data } = api.useQuery(
    'get',
    '/api/v1/board',
    { params: { query: useBranchFilter() } },
    { placeholderData: (before) => before },
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot scroll sideways in every browser
    <div role="group" aria-label={board.show} className={classes.shows}>
      {CHOICES.map((choice) => (
        <button
          key={choice.text}
          type="button"
          className={classes.show}
          aria-pressed={show === choice.show}
          onClick={() => onChange(choice.show)}
        >
          {board[choice.text]} <span className={classes.number}>{data?.counts[choice.text]}</span>
        </button>
      ))}
    </div>
  );
}
