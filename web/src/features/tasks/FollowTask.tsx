import { Alert, Button, Input, SegmentedControl, Text, Textarea, Title } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { api, type Task } from '~/api/client';
import { useTimeZones, useToday } from '~/branch';
import { useTexts } from '~/i18n';
import { showDone, showProblem } from '~/ui/notices';
import { namesFields } from '~/ui/wrong';
import { renewTasks, showTask } from './data';
import { type Draft, isComplete, newDraft, planOf } from './draft';
import { openTask } from './open';
import classes from './Task.module.css';
import { TaskFields } from './TaskFields';
import { Thread } from './Thread';

type Fate = 'done' | 'cancelled' | 'open';

/** «Seguir»: what came of a task, and the one that follows on it; whoever plans that reads the whole thread. */
export function FollowTask({ task, onDone }: { task: Task; onDone: () => void }) {
  const { tasks, actions } = useTexts();
  const zone = useTimeZones()(task.branch_id);
  const today = useToday()(task.branch_id);
  const wasOpen = task.status === 'planned';
  const [fate, setFate] = useState<Fate>(wasOpen ? 'done' : 'open');
  const [outcome, setOutcome] = useState('');
  const [draft, setDraft] = useState<Draft>(() => ({
    ...newDraft({}, task.client ?? undefined, {
      today,
      operatorId: task.operator?.id ?? '',
      branchId: task.branch_id,
      zone,
    }),
    operatorId: task.operator?.id ?? null,
    tags: task.tags,
  }));
  const params = { path: { id: task.id } };
  const next = planOf(draft, zone);

  function done(made: Task) {
    renewTasks();
    showDone(tasks.followed);
    onDone();
    openTask(made.id);
  }

  const close = api.useMutation('post', '/api/v1/tasks/{id}/close', {
    meta: { quiet: true },
    onSuccess: (answer) => {
      showTask(answer.task);
      if (answer.next) done(answer.next);
    },
    onError: (problem) => {
      if (problem.status === 409) renewTasks();
      else if (!problem.errors) showProblem(problem);
    },
  });
  const follow = api.useMutation('post', '/api/v1/tasks/{id}/follow', {
    meta: { quiet: true },
    onSuccess: done,
    onError: (problem) => !namesFields(problem) && showProblem(problem),
  });
  const wrong = (field: string) =>
    (close.error?.errors?.[`next.${field}`] ?? follow.error?.errors?.[field])?.join(' ');

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!isComplete(draft)) return;
        if (fate === 'open') follow.mutate({ params, body: next });
        else
          close.mutate({
            params,
            body: { status: fate, next, ...(outcome.trim() && { outcome: outcome.trim() }) },
          });
      }}
      onKeyDown={(event) => event.key === 'Enter' && event.ctrlKey && event.currentTarget.requestSubmit()}
    >
      {close.error?.status === 409 && (
        <Alert color="yellow" mb="md" icon={<IconUsers size={18} />} title={close.error.title}>
          <Text fz={14}>{close.error.detail}</Text>
          <Button
            mt={8}
            size="compact-sm"
            variant="default"
            loading={follow.isPending}
            onClick={() => follow.mutate({ params, body: next })}
          >
            {tasks.followAnyway}
          </Button>
        </Alert>
      )}
      <Thread task={task} />
      {wasOpen && (
        <section className={classes.section}>
          <Input.Label component="div" id="fate">
            {tasks.thisTask}
          </Input.Label>
          <SegmentedControl
            fullWidth
            aria-labelledby="fate"
            data={[
              { value: 'done', label: tasks.status.done },
              { value: 'cancelled', label: tasks.status.cancelled },
              { value: 'open', label: tasks.staysOpen },
            ]}
            value={fate}
            onChange={setFate}
          />
          {fate !== 'open' && (
            <Textarea
              mt={12}
              label={tasks.outcome}
              placeholder={tasks.outcomeHint}
              data-autofocus
              value={outcome}
              error={close.error?.errors?.outcome?.join(' ')}
              onChange={(event) => setOutcome(event.currentTarget.value)}
              maxLength={10_000}
              autosize
              minRows={2}
              maxRows={6}
            />
          )}
        </section>
      )}
      <section className={classes.section}>
        <Title order={3}>{tasks.nextTask}</Title>
        <TaskFields
          draft={draft}
          onChange={(changed) => setDraft((before) => ({ ...before, ...changed }))}
          wrong={wrong}
          branchIsFixed
        />
      </section>
      <div className={classes.foot}>
        <Button variant="default" onClick={onDone}>
          {actions.cancel}
        </Button>
        <Button type="submit" disabled={!isComplete(draft)} loading={close.isPending || follow.isPending}>
          {actions.save}
        </Button>
      </div>
    </form>
  );
}
