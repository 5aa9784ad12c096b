import { Button, Group, Text } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import type { FollowUp } from '~/api/client';
import { useTexts } from '~/i18n';
import { StateBadge } from '~/ui/StateBadge';
import { useMoments } from './moments';
import classes from './Sales.module.css';

interface Props {
  followUp: FollowUp;
  /** Without them nothing can be done with it here. */
  onResult?: () => void;
  onEdit?: () => void;
}

/** One link of the chain: what was to be done, when, and what came of it. */
export function FollowUpStep({ followUp, onResult, onEdit }: Props) {
  const { sales, people, followUps } = useTexts();
  const { due, day, moment } = useMoments(followUp.branch_id);
  const { notes, result, state, due_on, original_due_on, reminders } = followUp;
  const isOpen = state !== 'done' && state !== 'cancelled';
  const what = notes || day(due_on);
  return (
    <>
      <div className={classes.stepHead}>
        <Text fz={13} c="var(--ink-3)">
          {due(followUp)} · {day(due_on)}
          {original_due_on !== due_on && ` · ${followUps.postponed(day(original_due_on))}`}
        </Text>
        <StateBadge state={state} />
      </div>
      <div className={classes.notes}>{what}</div>
      <Text fz={13} c="var(--ink-3)" mt={2}>
        {followUp.assigned_to?.name ?? people.nobody}
        {followUp.days_overdue > 0 && isOpen && ` · ${sales.daysOverdue(followUp.days_overdue)}`}
      </Text>
      {isOpen && reminders.length > 0 && (
        <Group gap={5} mt={2} wrap="nowrap" c="var(--ink-3)">
          <IconBell size={14} aria-hidden />
          <Text fz={13}>{reminders.map(moment).join(' · ')}</Text>
        </Group>
      )}
      {state === 'done' && (
        <div className={classes.result}>
          <Text fz={12.5} fw={600} c="var(--done-fg)">
            {sales.result}
          </Text>
          {result?.details ?? sales.noResult}
          {(result ?? followUp.completed_by) && (
            <Text fz={12.5} c="var(--ink-2)" mt={2}>
              {sales.resultBy(
                (result?.recorded_by ?? followUp.completed_by)?.name ?? sales.somebody,
                moment(result?.occurred_at ?? followUp.completed_at ?? followUp.updated_at),
              )}
            </Text>
          )}
        </div>
      )}
      {isOpen && onResult && onEdit && (
        <Group gap={8} mt={10}>
          <Button h={36} px="sm" variant="light" onClick={onResult}>
            {sales.captureResult}
            <span className={classes.hidden}>{what}</span>
          </Button>
          <Button h={36} px="sm" variant="default" onClick={onEdit}>
            {sales.edit}
            <span className={classes.hidden}>{what}</span>
          </Button>
        </Group>
      )}
    </>
  );
}
