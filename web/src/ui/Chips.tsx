import classes from './Chips.module.css';

export interface Choice<T extends string> {
  /** None stands for all. */
  value?: T;
  text: string;
  number?: number;
  /** Gives it the dot of a state. */
  state?: string;
}

interface Props<T extends string> {
  label: string;
  choices: readonly Choice<T>[];
  value?: T;
  onChange: (value?: T) => void;
}

/** One of a few filters, all of them in sight. */
export function Chips<T extends string>({ label, choices, value, onChange }: Props<T>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot scroll sideways in every browser
    <div role="group" aria-label={label} className={classes.chips}>
      {choices.map((choice) => (
        <button
          key={choice.value ?? ''}
          type="button"
          className={classes.chip}
          data-state={choice.state}
          aria-pressed={value === choice.value}
          onClick={() => onChange(choice.value)}
        >
          {choice.state && <span className={classes.dot} aria-hidden />}
          {choice.text}{' '}
          {choice.number !== undefined && <span className={classes.number}>{choice.number}</span>}
        </button>
      ))}
    </div>
  );
}
