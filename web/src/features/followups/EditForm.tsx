import { Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api, type FollowUp, queryClient, type Schemas } from '~/api/client';
import { useToday } from '~/branch';
import type { Day } from '~/dates';
import { useTexts } from '~/i18n';
import { Changed } from '~/ui/Changed';
import { DayField } from '~/ui/DayField';
import { showDone, showProblem } from '~/ui/notices';
import { PersonSelect } from '~/ui/PersonSelect';
import { TimeField } from '~/ui/TimeField';
import { renewFollowUps } from './data';
import { closeDialog } from './dialog';
import classes from './FollowUps.module.css';
import { FormFoot } from './FormFoot';

interface Plan {
  day: Day | null;
  time: string;
  assignedToId?: string;
  notes: string;
}

const planOf = ({ due_on, due_time, assigned_to, notes }: FollowUp): Plan => ({
  day: due_on,
  time: due_time ?? '',
  assignedToId: assigned_to?.id,
  notes,
});

/** Moves a follow-up to another day, hour or person, or says better what was agreed. */
export function EditForm({ followUp }: { followUp: FollowUp }) {
  const { followUps, actions, people } = useTexts();
  const today = useToday()(followUp.branch_id);
  const [known, know] = useState(followUp);
  const [plan, setPlan] = useState(() => planOf(followUp));
  const [reason, setReason] = useState('');
  const change = (changed: Partial<Plan>) => setPlan({ ...plan, ...changed });
  const params = { path: { id: followUp.id } };
  const save = api.useMutation('patch', '/api/v1/follow-ups/{id}', {
    meta: { quiet: true },
    onSuccess: () => {
      closeDialog();
      showDone(followUps.changed);
    },
    onError: (problem) => {
      if (problem.status !== 412 && Object.keys(problem.errors ?? {}).length === 0) showProblem(problem);
    },
    onSettled: renewFollowUps,
  });
  const wrong = (field: string) => save.error?.errors?.[field]?.join(' ');
  const changes = changesOf(plan, planOf(known));
  const moved = 'due_on' in changes;

  const submit = (over: FollowUp) =>
    save.mutate({
      params,
      headers: { 'If-Match': `"${over.version}"` },
      body: { ...changes, ...(moved && reason.trim() && { reason: reason.trim() }) },
    });

  /** What stands there now. */
  async function theirs(): Promise<FollowUp> {
    const current = await queryClient.fetchQuery({
      ...api.queryOptions('get', '/api/v1/follow-ups/{id}', { params }),
      staleTime: 0,
    });
    know(current);
    return current;
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit(known);
      }}
      onKeyDown={(event) => event.key === 'Enter' && event.ctrlKey && event.currentTarget.requestSubmit()}
    >
      <Stack>
        <DayField
          label={followUps.columns.due}
          value={plan.day}
          onChange={(day) => change({ day })}
          today={today}
          error={wrong('due_on')}
          required
        />
        {moved && (
          <TextInput
            label={followUps.reason}
            placeholder={followUps.reasonHint}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            error={wrong('reason')}
            maxLength={200}
          />
        )}
        <div className={classes.two}>
          <TimeField
            label={followUps.time}
            value={plan.time}
            onChange={(time) => change({ time })}
            error={wrong('due_time')}
          />
          <PersonSelect
            label={followUps.columns.assigned}
            nobody={people.nobody}
            branchId={followUp.branch_id}
            value={plan.assignedToId}
            onChange={(assignedToId) => change({ assignedToId })}
            error={wrong('assigned_to_id')}
          />
        </div>
        <Textarea
          label={followUps.columns.notes}
          value={plan.notes}
          onChange={(event) => change({ notes: event.currentTarget.value })}
          error={wrong('notes')}
          maxLength={10_000}
          autosize
          minRows={2}
          maxRows={8}
        />
        {save.error?.status === 412 && (
          <Changed
            busy={save.isPending}
            onMine={async () => submit(await theirs())}
            onTheirs={async () => {
              setPlan(planOf(await theirs()));
              save.reset();
            }}
          />
        )}
      </Stack>
      <FormFoot
        label={actions.save}
        busy={save.isPending}
        ready={!!plan.day && Object.keys(changes).length > 0}
      />
    </form>
  );
}

/** Only what is not as it was: what a colleague changed meanwhile in another field is to stay. */
function changesOf(plan: Plan, before: Plan): Schemas['FollowUpPatch'] {
  return {
    ...(plan.day && plan.day !== before.day && { due_on: plan.day }),
    ...(plan.time !== before.time && { due_time: plan.time || null }),
    ...(plan.assignedToId !== before.assignedToId && { assigned_to_id: plan.assignedToId ?? null }),
    ...(plan.notes !== before.notes && { notes: plan.notes.trim() }),
  };
}
