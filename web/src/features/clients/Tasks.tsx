import { ActionIcon, Button, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { IconCheck, IconPlus } from '@tabler/icons-react';
import { api, type Client, outdate, type Task } from '~/api/client';
import { useTimeZones, useToday } from '~/branch';
import { dayOf, relativeDay, timeOfDay } from '~/dates';
import { openNewTask, openTask } from '~/features/tasks/open';
import { useLanguage, useTexts } from '~/i18n';
import { showDone } from '~/ui/notices';
import { showInProfile } from './data';
import classes from './Profile.module.css';
import { asRef } from './reference';
import { Section } from './Section';

/** «Tareas»: what is to be done for a client; closed ones are in the history. */
export function Tasks({ client, tasks, isMissing }: { client: Client; tasks: Task[]; isMissing: boolean }) {
  const { profile } = useTexts();
  return (
    <Section
      title={profile.tasks}
      isMissing={isMissing}
      action={
        !client.erased_at && (
          <Button
            variant="subtle"
            size="compact-sm"
            h={30}
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => openNewTask({}, asRef(client))}
          >
            {profile.newTask}
          </Button>
        )
      }
    >
      {tasks.length === 0 && <Text className={classes.nothing}>{profile.noTasks}</Text>}
      <ul className={classes.rows}>
        {tasks.map((task) => (
          <li key={task.id} className={classes.row}>
            <TaskItem task={task} client={client} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function TaskItem({ task, client }: { task: Task; client: Client }) {
  const { profile, people } = useTexts();
  const { description, type, operator, overdue, id } = task;
  const close = api.useMutation('post', '/api/v1/tasks/{id}/close', {
    onMutate: () =>
      showInProfile(client.id, (shown) => ({
        ...shown,
        tasks: shown.tasks.map((each) => (each.id === id ? { ...each, status: 'done' } : each)),
      })),
    onSuccess: () => showDone(profile.taskDone),
    onSettled: () => outdate('tasks', 'agenda', 'board', 'panel', 'clients', 'reports'),
  });
  return (
    <div className={classes.promise}>
      <UnstyledButton className={classes.told} onClick={() => openTask(id)}>
        <Text fz={13.5} fw={600} className={classes.long}>
          {description}
        </Text>
        <Text fz={12.5} c="var(--ink-3)">
          <span className={classes.dot} style={{ background: type.color }} aria-hidden />
          {[type.name, useWhen(task), operator?.name ?? people.nobody].join(' · ')}
          {overdue && (
            <span className={classes.late} data-state="overdue">
              {profile.overdueTask}
            </span>
          )}
        </Text>
      </UnstyledButton>
      <Tooltip label={profile.done}>
        <ActionIcon
          size={34}
          variant="light"
          color="green"
          aria-label={profile.doneOf(description)}
          loading={close.isPending}
          onClick={() => close.mutate({ params: { path: { id } }, body: { status: 'done' } })}
        >
          <IconCheck size={17} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

function useWhen({ planned_at, due_on, branch_id }: Task): string {
  const { profile } = useTexts();
  const language = useLanguage();
  const zone = useTimeZones()(branch_id);
  const today = useToday()(branch_id);
  if (planned_at) {
    const at = Date.parse(planned_at);
    return `${relativeDay(dayOf(at, zone), today, language)}, ${timeOfDay(at, zone, language)}`;
  }
  return due_on ? relativeDay(due_on, today, language) : profile.noDay;
}
