import { Button } from '@mantine/core';
import { IconCheck, IconHandGrab, IconHandOff } from '@tabler/icons-react';
import type { Task } from '~/api/client';
import { useTexts } from '~/i18n';
import { PersonName } from '~/ui/PersonName';
import type { TaskActions } from './actions';
import classes from './Board.module.css';
import { openTask } from './open';
import { PriorityBadge, StatusBadge } from './status';
import { useWhen } from './when';

/** A task on the board: red while nobody has taken it and its type is a priority, then yellow. */
export function TaskCard({ task, actions }: { task: Task; actions: TaskActions }) {
  const { tasks } = useTexts();
  const when = useWhen();
  const { client, claimed_by, description, type } = task;
  return (
    <li
      className={classes.card}
      data-state={task.color ?? undefined}
      data-closed={task.status !== 'planned' || undefined}
    >
      <div className={classes.top}>
        <span className={classes.type}>
          <span className={classes.dot} style={{ background: type.color }} />
          {type.name}
        </span>
        {task.status === 'planned' ? <PriorityBadge task={task} /> : <StatusBadge task={task} />}
      </div>
      <button type="button" className={classes.open} onClick={() => openTask(task.id)}>
        {description}
      </button>
      <div className={classes.small}>
        {client && <span className={classes.client}>{client.name}</span>}
        <span data-state={task.overdue ? 'overdue' : undefined} className={classes.when}>
          {when(task)}
          {task.overdue && ` · ${tasks.overdue}`}
        </span>
      </div>
      {task.tags.length > 0 && (
        <div className={classes.small}>{task.tags.map((tag) => `#${tag}`).join(' ')}</div>
      )}
      <div className={classes.bottom}>
        {claimed_by ? (
          <span className={classes.small}>
            {actions.isMine(task) ? tasks.attendedByYou : tasks.attendedBy(claimed_by.name ?? '')}
          </span>
        ) : (
          <PersonName person={task.operator} />
        )}
        {task.status === 'planned' && <Buttons task={task} actions={actions} />}
      </div>
    </li>
  );
}

function Buttons({ task, actions }: { task: Task; actions: TaskActions }) {
  const { tasks } = useTexts();
  const { claimed_by, description } = task;
  if (!claimed_by)
    return (
      <Button
        size="compact-md"
        fz={13.5}
        variant="light"
        leftSection={<IconHandGrab size={16} aria-hidden />}
        onClick={() => actions.claim(task)}
      >
        {tasks.claim}
        <span className={classes.hidden}> {description}</span>
      </Button>
    );
  if (!actions.isMine(task)) return null;
  return (
    <span className={classes.buttons}>
      <Button
        size="compact-md"
        fz={13.5}
        variant="default"
        leftSection={<IconHandOff size={16} aria-hidden />}
        onClick={() => actions.release(task)}
      >
        {tasks.release}
        <span className={classes.hidden}> {description}</span>
      </Button>
      <Button
        size="compact-md"
        fz={13.5}
        variant="light"
        leftSection={<IconCheck size={16} aria-hidden />}
        onClick={() => openTask(task.id, 'close')}
      >
        {tasks.close}
        <span className={classes.hidden}> {description}</span>
      </Button>
    </span>
  );
}
