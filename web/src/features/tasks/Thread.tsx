import { Skeleton } from '@mantine/core';
import type { Task } from '~/api/client';
import { useTimeZones } from '~/branch';
import { dayOf, shortDay } from '~/dates';
import { useLanguage, useTexts } from '~/i18n';
import { useChain } from './data';
import { openTask } from './open';
import { StatusIcon } from './status';
import classes from './Task.module.css';
import { useWhen } from './when';

/** The whole thread that a task belongs to: what was planned, by whom it is done, and what came of each. */
export function Thread({ task }: { task: Task }) {
  const { tasks } = useTexts();
  const { data } = useChain(task.id);
  if (!data) return <Skeleton h={80} radius="md" />;
  return (
    <ol className={classes.thread} aria-label={tasks.thread}>
      {data.items.map((each) => (
        <Step key={each.id} task={each} isThis={each.id === task.id} />
      ))}
    </ol>
  );
}

function Step({ task, isThis }: { task: Task; isThis: boolean }) {
  const { tasks, people } = useTexts();
  const language = useLanguage();
  const zone = useTimeZones()(task.branch_id);
  const when = useWhen();
  return (
    <li aria-current={isThis ? 'step' : undefined}>
      <span className={classes.bead}>
        <StatusIcon status={task.status} size={13} />
      </span>
      <div className={classes.step}>
        {isThis ? (
          <strong>{task.description}</strong>
        ) : (
          <button type="button" className={classes.link} onClick={() => openTask(task.id)}>
            {task.description}
          </button>
        )}{' '}
        <span className={classes.small}>
          {tasks.created(shortDay(dayOf(Date.parse(task.created_at), zone), language))}
        </span>
      </div>
      <div className={classes.small}>
        {[tasks.status[task.status], task.type.name, when(task), task.operator?.name ?? people.nobody].join(
          ' · ',
        )}
      </div>
      {[task.outcome, task.closing_note].filter(Boolean).map((text) => (
        <p key={text} className={classes.said}>
          {text}
        </p>
      ))}
    </li>
  );
}
