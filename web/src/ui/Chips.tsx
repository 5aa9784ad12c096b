import type { ReactNode } from 'react';
import { grouped } from '~/i18n/count';
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
  /** `null`: none of them, since one of the `children` is in force. */
  value?: T | null;
  onChange: (value?: T) => void;
  /** Further `Chip`s. */
  children?: ReactNode;
}

/** One of a few filters, all of them in sight. */
export function Chips<T extends string>({ label, choices, value, onChange, children }: Props<T>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot scroll sideways in every browser
    <div role="group" aria-label={label} className={classes.chips}>
      {choices.map((choice) => (
        <Chip
          key={choice.value ?? ''}
          number={choice.number}
          state={choice.state}
          pressed={value === choice.value}
          onClick={() => onChange(choice.value)}
        >
          {choice.text}
        </Chip>
      ))}
      {children}
    </div>
  );
}

interface ChipProps {
  pressed: boolean;
  onClick: () => void;
  icon?: ReactNode;
  number?: number;
  state?: string;
  children: string;
}

/** A filter that is in force or not. */
export function Chip({ pressed, onClick, icon, number, state, children }: ChipProps) {
  return (
    <button
      type="button"
      className={classes.chip}
      data-state={state}
      aria-pressed={pressed}
      onClick={onClick}
    >
      {state && <span className={classes.dot} aria-hidden />}
      {icon}
      {children} {number !== undefined && <span className={classes.number}>{grouped(number)}</span>}
    </button>
  );
}
