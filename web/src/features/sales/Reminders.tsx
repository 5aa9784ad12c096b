import { ActionIcon, Button, Group, Popover, Stack } from '@mantine/core';
import { IconBell, IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { now } from '~/clock';
import { type Day, instantOf } from '~/dates';
import { useTexts } from '~/i18n';
import { DayField } from '~/ui/DayField';
import { TimeField } from '~/ui/TimeField';
import { useMoments } from './moments';
import { type Plan, usualReminders, withReminder } from './plan';
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
        <Other branchId={branchId} day={plan.day} onAdd={add} />
      </Group>
    </fieldset>
  );
}

function Other({
  branchId,
  day: first,
  onAdd,
}: {
  branchId: string;
  day: Day | null;
  onAdd: (at: string) => void;
}) {
  const { sales } = useTexts();
  const { zone, today } = useMoments(branchId);
  const [isOpen, open] = useState(false);
  const [day, setDay] = useState<Day | null>(null);
  const [time, setTime] = useState('09:00');
  const chosen = day ?? first;
  return (
    <Popover opened={isOpen} onChange={open} width={260} shadow="md" trapFocus withinPortal={false}>
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => open(!isOpen)}
        >
          {sales.addReminder}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={sales.addReminder}>
        <Stack gap="sm">
          <DayField label={sales.reminderDay} value={chosen} min={today} onChange={setDay} />
          <TimeField label={sales.reminderTime} value={time} onChange={setTime} />
          <Button
            disabled={!chosen || !time}
            onClick={() => {
              if (chosen) onAdd(instantOf(chosen, time, zone));
              open(false);
            }}
          >
            {sales.accept}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
