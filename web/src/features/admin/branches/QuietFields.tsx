import { Input, Switch, Text } from '@mantine/core';
import type { Schemas } from '~/api/client';
import { useTexts } from '../texts';
import classes from './Hours.module.css';
import { Time } from './OpeningFields';

interface Props {
  value: Schemas['QuietHours'] | null;
  onChange: (hours: Schemas['QuietHours'] | null) => void;
  error?: string;
}

/** When no messages are sent; perhaps past midnight. */
export function QuietFields({ value, onChange, error }: Props) {
  const { branches } = useTexts();
  const named = (edge: string) => branches.hoursOf(branches.quiet, edge);
  return (
    <fieldset className={classes.group}>
      <Switch
        label={branches.quietOn}
        checked={value !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? { start: '21:00', end: '08:00' } : null)}
      />
      {value && (
        <>
          <div className={classes.span} style={{ marginTop: 12 }}>
            <Time
              label={named(branches.from)}
              value={value.start}
              onChange={(start) => onChange({ ...value, start })}
            />
            <span>{branches.until}</span>
            <Time
              label={named(branches.to)}
              value={value.end}
              onChange={(end) => onChange({ ...value, end })}
            />
          </div>
          <Text fz={12.5} c="var(--ink-3)" mt={6}>
            {branches.quietHint}
          </Text>
        </>
      )}
      {error && <Input.Error mt={5}>{error}</Input.Error>}
    </fieldset>
  );
}
