import { Alert, Button, Input, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { api, type Task } from '~/api/client';
import { useTexts } from '~/i18n';
import { showDone, showProblem } from '~/ui/notices';
import { renewTasks, showTask } from './data';
import classes from './Task.module.css';

type Closing = 'done' | 'cancelled';

/** «Cerrar», «Cerrar con una nota». */
export function CloseTask({ task, withNote, onDone }: { task: Task; withNote: boolean; onDone: () => void }) {
  const { tasks, actions } = useTexts();
  const [status, setStatus] = useState<Closing>('done');
  const [note, setNote] = useState('');
  const params = { path: { id: task.id } };
  const close = api.useMutation('post', '/api/v1/tasks/{id}/close', {
    meta: { quiet: true },
    onSuccess: ({ task: closed }) => {
      showTask(closed);
      renewTasks();
      showDone(tasks.closed[status]);
      onDone();
    },
    onError: (problem) => {
      if (problem.status === 409) renewTasks();
      else if (!problem.errors) showProblem(problem);
    },
  });
  const keep = api.useMutation('post', '/api/v1/history', {
    onSuccess: () => {
      renewTasks();
      showDone(tasks.noted);
      onDone();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        close.mutate({ params, body: { status, ...(note.trim() && { note: note.trim() }) } });
      }}
      onKeyDown={(event) => event.key === 'Enter' && event.ctrlKey && event.currentTarget.requestSubmit()}
    >
      <Stack>
        {close.error?.status === 409 && (
          <Alert color="yellow" icon={<IconUsers size={18} />} title={close.error.title}>
            <Text fz={14}>{close.error.detail}</Text>
            {note.trim() && (
              <Button
                mt={8}
                size="compact-sm"
                variant="default"
                loading={keep.isPending}
                onClick={() => keep.mutate({ body: { task_id: task.id, text: note.trim() } })}
              >
                {tasks.noteAnyway}
              </Button>
            )}
          </Alert>
        )}
        <Text fw={600} lineClamp={3}>
          {task.description}
        </Text>
        <div>
          <Input.Label component="div" id="closing">
            {tasks.outcome}
          </Input.Label>
          <SegmentedControl
            fullWidth
            aria-labelledby="closing"
            data={[
              { value: 'done', label: tasks.status.done },
              { value: 'cancelled', label: tasks.status.cancelled },
            ]}
            value={status}
            onChange={setStatus}
          />
        </div>
        {withNote && (
          <Textarea
            label={tasks.note}
            placeholder={tasks.noteHint}
            value={note}
            error={close.error?.errors?.note?.join(' ')}
            onChange={(event) => setNote(event.currentTarget.value)}
            maxLength={10_000}
            autosize
            minRows={3}
            maxRows={10}
            data-autofocus
            required
          />
        )}
      </Stack>
      <div className={classes.foot}>
        <Button variant="default" onClick={onDone}>
          {actions.cancel}
        </Button>
        <Button
          type="submit"
          loading={close.isPending}
          disabled={withNote && !note.trim()}
          data-autofocus={withNote ? undefined : true}
        >
          {tasks.accept}
        </Button>
      </div>
    </form>
  );
}
