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

/** From today. */
export const USUAL_DAYS = [1, 3, 7, 30] as const;

/** A day, chosen in a calendar or with one touch. */
export function DayField({ label, value, onChange, today, min, max, required, clearable, error }: Props) {
  // Without an id of ours, the dialog of Mantine's calendar points to a label that is not there, and has no name.
  const id = useId();
  const { dates, actions } = useTexts();
  const names = [dates.tomorrow, dates.inThreeDays, dates.inAWeek, dates.inAMonth];
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
        clearButtonProps={{ 'aria-label': actions.clear }}
        error={error}
      />
      {today && (
        <Group gap={6}>
          {USUAL_DAYS.map((days, place) => (
            <Button
              key={days}
              className={classes.usual}
              size="compact-sm"
              variant={value === addDays(today, days) ? 'light' : 'default'}
              aria-pressed={value === addDays(today, days)}
              onClick={() => onChange(addDays(today, days))}
            >
              {names[place]}
            </Button>
          ))}
        </Group>
      )}
    </Stack>
  );
}
