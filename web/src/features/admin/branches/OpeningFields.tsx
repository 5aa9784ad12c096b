import { ActionIcon, Button, Input, Switch, TextInput } from '@mantine/core';
import { IconCopy, IconPlus, IconX } from '@tabler/icons-react';
import { useTexts } from '../texts';
import classes from './Hours.module.css';
import {
  type Hours,
  likeMonday,
  type OpeningHours,
  usualHours,
  WEEKDAYS,
  type Weekday,
  withOneMore,
} from './hours';

interface Props {
  value: OpeningHours | null;
  onChange: (hours: OpeningHours | null) => void;
  /** What is wrong with a field, by its path: `opening_hours.mon.0.end`. */
  wrong: (field: string) => string | undefined;
}

/** When a branch is open, day by day; a day may have several spans. */
export function OpeningFields({ value, onChange, wrong }: Props) {
  const { branches } = useTexts();
  return (
    <fieldset className={classes.group}>
      <Switch
        label={branches.openingOn}
        checked={value !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? usualHours() : null)}
      />
      {value && (
        <>
          <div className={classes.days}>
            {WEEKDAYS.map((day) => (
              <Day key={day} day={day} hours={value} onChange={onChange} wrong={wrong} />
            ))}
          </div>
          <Button
            mt={10}
            size="compact-sm"
            variant="subtle"
            leftSection={<IconCopy size={15} aria-hidden />}
            onClick={() => onChange(likeMonday(value))}
          >
            {branches.copyDown}
          </Button>
        </>
      )}
    </fieldset>
  );
}

interface DayProps {
  day: Weekday;
  hours: OpeningHours;
  onChange: (hours: OpeningHours) => void;
  wrong: Props['wrong'];
}

function Day({ day, hours, onChange, wrong }: DayProps) {
  const { branches } = useTexts();
  const spans = hours[day] ?? [];
  const name = branches.days[day];
  const replace = (place: number, span?: Hours) =>
    onChange({ ...hours, [day]: spans.toSpliced(place, 1, ...(span ? [span] : [])) });
  return (
    <div className={classes.day}>
      <span className={classes.name}>{name}</span>
      <div className={classes.spans}>
        {spans.length === 0 && <span className={classes.closed}>{branches.closed}</span>}
        {spans.map((span, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a span is its place: two may be alike while they are typed
          <div key={place}>
            <div className={classes.span}>
              <Time
                label={branches.hoursOf(name, branches.from)}
                value={span.start}
                onChange={(start) => replace(place, { ...span, start })}
              />
              <span>{branches.until}</span>
              <Time
                label={branches.hoursOf(name, branches.to)}
                value={span.end}
                onChange={(end) => replace(place, { ...span, end })}
              />
              <ActionIcon aria-label={branches.removeHours(name)} onClick={() => replace(place)}>
                <IconX size={16} aria-hidden />
              </ActionIcon>
            </div>
            <Input.Error>{wrong(`opening_hours.${day}.${place}`)}</Input.Error>
          </div>
        ))}
      </div>
      <ActionIcon aria-label={branches.addHours(name)} onClick={() => onChange(withOneMore(hours, day))}>
        <IconPlus size={17} aria-hidden />
      </ActionIcon>
    </div>
  );
}

export function Time({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (time: string) => void;
}) {
  return (
    <TextInput
      className={classes.time}
      type="time"
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      required
    />
  );
}
