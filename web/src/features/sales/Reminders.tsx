import { ActionIcon, Button, Group } from '@mantine/core';
import { IconBell, IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { now } from '~/clock';
import type { Day } from '~/dates';
import { useTexts } from '~/i18n';
import { DayField } from '~/ui/DayField';
import { TimeField } from '~/ui/TimeField';
import { instantAt, minutesOf } from '~/wallClock';
import { useMoments } from './moments';
import { MORNING, type Plan, usualReminders, withReminder } from './plan';
import classes from './Sales.module.css';

interface Props {
  plan: Plan;
  branchId: string;
  onChange: (reminders: string[]) => void;
}

/** When people are reminded of a follow-up: one touch for what is usual, any other moment beside it. */
export function Reminders({ plan, branchId, onChange }: Props) {
  const { sales } = useTexts();
  const { moment, zone } = useMoments(branchId);
  const { reminders } = plan;
  const [isOpen, open] = useState(false);
  const add = (instant: string) => onChange(withReminder(reminders, instant));
  const there = new Set(reminders.map(Date.parse));
  const offers = usualReminders(plan, zone).filter(
    ([, at]) => !there.has(Date.parse(at)) && Date.parse(at) > now(),
  );
  return (
    <fieldset className={classes.reminders}>
      <legend>{sales.reminders}</legend>
      <Group gap={6}>
        {reminders.map((at) => (
          <span key={at} className={classes.reminder}>
            <IconBell size={14} aria-hidden /> {moment(at)}
            <ActionIcon
              size={24}
              radius="xl"
              aria-label={sales.removeReminder(moment(at))}
              onClick={() => onChange(reminders.filter((each) => each !== at))}
            >
              <IconX size={14} aria-hidden />
            </ActionIcon>
          </span>
        ))}
        {offers.map(([text, at]) => (
          <Button key={text} size="compact-sm" variant="default" onClick={() => add(at)}>
            {sales[text]}
          </Button>
        ))}
        {!isOpen && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => open(true)}
          >
            {sales.addReminder}
          </Button>
        )}
      </Group>
      {isOpen && (
        <Other
          branchId={branchId}
          day={plan.day}
          onAdd={(at) => {
            add(at);
            open(false);
          }}
        />
      )}
    </fieldset>
  );
}

interface OtherProps {
  branchId: string;
  day: Day | null;
  onAdd: (at: string) => void;
}

function Other({ branchId, day: first, onAdd }: OtherProps) {
  const { sales } = useTexts();
  const { zone, today } = useMoments(branchId);
  const [day, setDay] = useState<Day | null>(null);
  const [time, setTime] = useState(MORNING);
  const chosen = day ?? first;
  return (
    <div className={classes.other}>
      <DayField label={sales.reminderDay} value={chosen} min={today} onChange={setDay} />
      <TimeField label={sales.reminderTime} value={time} onChange={setTime} />
      <Button
        variant="light"
        disabled={!chosen || !time}
        onClick={() => chosen && onAdd(instantAt(chosen, minutesOf(time), zone))}
      >
        {sales.accept}
      </Button>
    </div>
  );
}
