import { Badge, Text, Title } from '@mantine/core';
import type { Task } from '~/api/client';
import { useTimeZones } from '~/branch';
import { timeOfDay } from '~/dates';
import { openTask } from '~/features/tasks/open';
import { useLanguage, useTexts } from '~/i18n';
import { grouped } from '~/i18n/count';
import classes from './Panel.module.css';

const MOST = 6;

interface Props {
  title: string;
  tasks: Task[];
  /** How many there are, of which these are the first. */
  count?: number;
  /** What stands there when there are none. */
  nothing?: string;
  /** The service that knows them does not answer. */
  missing?: boolean;
}

export function TaskCard({ title, tasks, count = tasks.length, nothing, missing }: Props) {
  const { panel } = useTexts();
  const shown = tasks.slice(0, MOST);
  return (
    <section className={classes.card}>
      <header className={classes.head}>
        <Title order={2}>{title}</Title>
        {count > 0 && (
          <Badge variant="light" color="gray" c="var(--ink-2)">
            {grouped(count)}
          </Badge>
        )}
      </header>
      {shown.length === 0 ? (
        <Text className={classes.nothing}>{missing ? panel.unknown : nothing}</Text>
      ) : (
        <ul className={classes.tasks}>
          {shown.map((task) => (
            <TaskItem key={task.id} task={task} />
          ))}
        </ul>
      )}
      {count > MOST && <Text className={classes.nothing}>{panel.moreTasks(count - MOST)}</Text>}
    </section>
  );
}

function TaskItem({ task }: { task: Task }) {
  const { panel, people } = useTexts();
  const language = useLanguage();
  const zones = useTimeZones();
  const { planned_at, branch_id, client, operator, type } = task;
  return (
    <li>
      <button type="button" className={classes.task} onClick={() => openTask(task.id)}>
        <span className={classes.time}>
          {planned_at ? timeOfDay(planned_at, zones(branch_id), language) : panel.anyTime}
        </span>
        <span className={classes.what}>
          <Text span display="block" fz={13.5} fw={550} lineClamp={2}>
            {task.description}
          </Text>
          <Text span display="block" fz={12.5} c="var(--ink-3)" truncate>
            <span className={classes.type} style={{ background: type.color }} aria-hidden />
            {[type.name, client?.name, operator?.name ?? people.nobody].filter(Boolean).join(' · ')}
          </Text>
        </span>
        {task.overdue && (
          <span className={classes.late} data-state="overdue">
            {panel.taskOverdue}
          </span>
        )}
      </button>
    </li>
  );
}
