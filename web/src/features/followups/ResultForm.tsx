import { Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { api, type FollowUp } from '~/api/client';
import { sendOrKeep } from '~/api/outbox';
import { Kept } from '~/api/problem';
import { useTimeZones, useToday } from '~/branch';
import { now } from '~/clock';
import { clockTime, type Day } from '~/dates';
import { useTexts } from '~/i18n';
import { DayField } from '~/ui/DayField';
import { showDone, showProblem } from '~/ui/notices';
import { TimeField } from '~/ui/TimeField';
import { instantAt, minutesOf } from '~/wallClock';
import { completion, nameOf } from './actions';
import { forget, renewFollowUps } from './data';
import { closeDialog } from './dialog';
import classes from './FollowUps.module.css';
import { FormFoot } from './FormFoot';

/** Complete a follow-up with what came of it and when and, where something was agreed, the next one. */
export function ResultForm({ followUp }: { followUp: FollowUp }) {
  const { followUps, actions } = useTexts();
  const zone = useTimeZones()(followUp.branch_id);
  const today = useToday()(followUp.branch_id);
  const [details, setDetails] = useState('');
  const [day, setDay] = useState<Day | null>(today);
  const [time, setTime] = useState(() => clockTime(now(), zone));
  const [next, setNext] = useState<Day | null>(null);
  const [nextTime, setNextTime] = useState('');
  const params = { path: { id: followUp.id } };
  const reopen = api.useMutation('post', '/api/v1/follow-ups/{id}/reopen', { onSettled: renewFollowUps });
  const complete = api.useMutation('post', '/api/v1/follow-ups/{id}/complete', {
    meta: { quiet: true },
    onSuccess: () => {
      closeDialog();
      showDone(followUps.completed(nameOf(followUp)), [
        { label: actions.undo, act: () => reopen.mutate({ params }) },
      ]);
    },
    onError: (problem) => {
      if (problem instanceof Kept) {
        closeDialog();
        forget(followUp);
      } else if (Object.keys(problem.errors ?? {}).length === 0) showProblem(problem);
    },
    onSettled: renewFollowUps,
  });
  const wrong = (field: string) => complete.error?.errors?.[field]?.join(' ');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!day) return;
        const notes = details.trim();
        complete.mutate({
          params,
          fetch: sendOrKeep(completion(followUp, notes)),
          body: {
            result: { details: notes, occurred_at: instantAt(day, minutesOf(time || '12:00'), zone) },
            ...(next && { next: { due_on: next, due_time: nextTime || null, notes } }),
          },
        });
      }}
      onKeyDown={(event) => event.key === 'Enter' && event.ctrlKey && event.currentTarget.requestSubmit()}
    >
      <Stack>
        <Textarea
          label={followUps.result}
          placeholder={followUps.resultHint}
          value={details}
          onChange={(event) => setDetails(event.currentTarget.value)}
          error={wrong('result.details')}
          maxLength={10_000}
          autosize
          minRows={3}
          maxRows={10}
          data-autofocus
          required
        />
        <div className={classes.two}>
          <DayField
            label={followUps.resultDay}
            value={day}
            onChange={setDay}
            max={today}
            error={wrong('result.occurred_at')}
            required
          />
          <TimeField label={followUps.time} value={time} onChange={setTime} />
        </div>
        <DayField
          label={followUps.nextDay}
          value={next}
          onChange={setNext}
          today={today}
          min={today}
          error={wrong('next.due_on')}
          clearable
        />
        {next && (
          <TimeField
            label={followUps.nextTime}
            value={nextTime}
            onChange={setNextTime}
            error={wrong('next.due_time')}
          />
        )}
      </Stack>
      <FormFoot label={followUps.complete} busy={complete.isPending} ready={!!details.trim() && !!day} />
    </form>
  );
}
