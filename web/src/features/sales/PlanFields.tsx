import { Stack, Textarea } from '@mantine/core';
import { useTexts } from '~/i18n';
import { DayField } from '~/ui/DayField';
import { PersonSelect } from '~/ui/PersonSelect';
import { TimeField } from '~/ui/TimeField';
import { useMoments } from './moments';
import type { Plan } from './plan';
import { Reminders } from './Reminders';
import classes from './Sales.module.css';

interface Props {
  plan: Plan;
  branchId: string;
  onChange: (plan: Plan) => void;
  wrong: (field: string) => string | undefined;
}

/** What is to be done next, when, by whom, and who is reminded of it. */
export function PlanFields({ plan, branchId, onChange, wrong }: Props) {
  const { sales } = useTexts();
  const { today } = useMoments(branchId);
  const change = (changed: Partial<Plan>) => onChange({ ...plan, ...changed });
  return (
    <Stack gap="sm">
      <Textarea
        label={sales.followUpNotes}
        placeholder={sales.followUpNotesHint}
        value={plan.notes}
        onChange={(event) => change({ notes: event.currentTarget.value })}
        error={wrong('notes')}
        maxLength={10_000}
        autosize
        minRows={2}
        maxRows={8}
      />
      <div className={classes.when}>
        <DayField
          label={sales.followUpDay}
          value={plan.day}
          today={today}
          onChange={(day) => change({ day })}
          error={wrong('due_on')}
          required
        />
        <TimeField
          label={sales.time}
          value={plan.time}
          onChange={(time) => change({ time })}
          error={wrong('due_time')}
        />
      </div>
      <PersonSelect
        label={sales.assignedTo}
        nobody={sales.agent}
        branchId={branchId}
        value={plan.assignedTo}
        onChange={(assignedTo) => change({ assignedTo })}
        error={wrong('assigned_to_id')}
      />
      <Reminders plan={plan} branchId={branchId} onChange={(reminders) => change({ reminders })} />
    </Stack>
  );
}
