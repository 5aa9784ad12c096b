import { Alert, Button, Group, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { api, type Task } from '~/api/client';
import { useTimeZones } from '~/branch';
import { useTexts } from '~/i18n';
import { showDone, showProblem } from '~/ui/notices';
import { namesFields } from '~/ui/wrong';
import { renewTasks, showTask } from './data';
import { changesOf, draftOf, isComplete } from './draft';
import classes from './Task.module.css';
import { TaskFields } from './TaskFields';

export function EditTask({ task, onDone }: { task: Task; onDone: () => void }) {
  const { tasks, actions, agenda } = useTexts();
  const zone = useTimeZones()(task.branch_id);
  // What the form began with: the task behind it may change meanwhile.
  const [{ before, version }] = useState(() => ({ before: draftOf(task, zone), version: task.version }));
  const [draft, setDraft] = useState(before);
  const save = api.useMutation('patch', '/api/v1/tasks/{id}', {
    meta: { quiet: true },
    onSuccess: (saved) => {
      showTask(saved);
      renewTasks();
      const clashes = saved.conflicts?.length ?? 0;
      showDone(tasks.saved, [], clashes ? agenda.clashes(clashes) : undefined);
      onDone();
    },
    onError: (problem) => !namesFields(problem) && problem.status !== 412 && showProblem(problem),
  });
  const wasChanged = save.error?.status === 412;

  function submit(anyway = false) {
    save.mutate({
      params: { path: { id: task.id } },
      headers: anyway ? {} : { 'If-Match': `"${version}"` },
      body: changesOf(before, draft, zone),
    });
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete(draft)) submit();
      }}
      onKeyDown={(event) => event.key === 'Enter' && event.ctrlKey && event.currentTarget.requestSubmit()}
    >
      {wasChanged && (
        <Alert color="yellow" mb="md" icon={<IconUsers size={18} />}>
          <Text fz={14}>{tasks.changedMeanwhile}</Text>
          <Group gap={8} mt={8}>
            <Button size="compact-sm" variant="default" onClick={() => submit(true)}>
              {tasks.saveAnyway}
            </Button>
            <Button
              size="compact-sm"
              variant="subtle"
              color="gray"
              c="var(--ink-2)"
              onClick={() => {
                renewTasks();
                onDone();
              }}
            >
              {tasks.discard}
            </Button>
          </Group>
        </Alert>
      )}
      <TaskFields
        draft={draft}
        taskId={task.id}
        onChange={(changed) => setDraft((now) => ({ ...now, ...changed }))}
        wrong={(field) => save.error?.errors?.[field]?.join(' ')}
        branchIsFixed
      />
      <div className={classes.foot}>
        <Button variant="default" onClick={onDone}>
          {actions.cancel}
        </Button>
        <Button type="submit" disabled={!isComplete(draft)} loading={save.isPending}>
          {actions.save}
        </Button>
      </div>
    </form>
  );
}
