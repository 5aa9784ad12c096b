import { Button, Group, Stack } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import { useId } from 'react';
import { addDays, type Day } from '~/dates';
import { useTexts } from '~/i18n';
import classes from './DayField.module.css';

interface Props {
  label: string;
  value: Day | null;
  onChange: (day: Day | null) => void;
  /** With it, the usual days stand under the field, one touch away. */
  today?: Day;
  min?: Day;
  max?: Day;
  required?: boolean;
  clearable?: boolean;
  error?: string;
}

/** A day, chosen in a calendar or with one touch. */
export function DayField({ label, value, onChange, today, min, max, required, clearable, error }: Props) {
  // Without an id of ours, the dialog of Mantine's calendar points to a label that is not there, and has no name.
  const id = useId();
  const { dates } = useTexts();
  const usual: [string, number][] = [
    [dates.tomorrow, 1],
    [dates.inThreeDays, 3],
    [dates.inAWeek, 7],
    [dates.inAMonth, 30],
  ];
  return (
    <Stack gap={8}>
      <DatePickerInput
        id={id}
        popoverProps={{ id, withinPortal: true }}
        label={label}
        value={value}
        onChange={onChange}
        minDate={min}
        maxDate={max}
        valueFormat="D MMM YYYY"
        placeholder={dates.day}
        required={required}
        clearable={clearable}
        error={error}
      />
      {today && (
        <Group gap={6}>
          {usual.map(([text, days]) => (
            <Button
              key={days}
              className={classes.usual}
              size="compact-sm"
              variant={value === addDays(today, days) ? 'light' : 'default'}
              aria-pressed={value === addDays(today, days)}
              onClick={() => onChange(addDays(today, days))}
            >
              {text}
            </Button>
          ))}
        </Group>
      )}
    </Stack>
  );
}
