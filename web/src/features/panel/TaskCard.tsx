import { Badge, Text, Title } from '@mantine/core';
import type { Task } from '~/api/client';
import { useTimeZones } from '~/branch';
import { timeOfDay } from '~/dates';
import { useLanguage, useTexts } from '~/i18n';
import classes from './Panel.module.css';

const MOST = 6;

export function TaskCard({ title, tasks, nothing }: { title: string; tasks: Task[]; nothing: string }) {
  const { panel } = useTexts();
  return (
    <section className={classes.card}>
      <header className={classes.head}>
        <Title order={2}>{title}</Title>
        {tasks.length > 0 && (
          <Badge variant="light" color="gray" c="var(--ink-2)">
            {tasks.length}
          </Badge>
        )}
      </header>
      {tasks.length === 0 ? (
        <Text className={classes.nothing}>{nothing}</Text>
      ) : (
        <ul className={classes.tasks}>
          {tasks.slice(0, MOST).map((task) => (
            <TaskItem key={task.id} task={task} />
          ))}
        </ul>
      )}
      {tasks.length > MOST && <Text className={classes.nothing}>{panel.moreTasks(tasks.length - MOST)}</Text>}
    </section>
  );
}

function TaskItem({ task }: { task: Task }) {
  const { panel, people } = useTexts();
  const language = useLanguage();
  const zones = useTimeZones();
  const { planned_at, branch_id, client, operator, type } = task;
  return (
    <li className={classes.task}>
      <span className={classes.time}>
        {planned_at ? timeOfDay(planned_at, zones(branch_id), language) : panel.anyTime}
      </span>
      <span className={classes.what}>
        <Text fz={13.5} fw={550} lineClamp={2}>
          {task.description}
        </Text>
        <Text fz={12.5} c="var(--ink-3)" truncate>
          <span className={classes.type} style={{ background: type.color }} aria-hidden />
          {[type.name, client?.name, operator?.name ?? people.nobody].filter(Boolean).join(' · ')}
        </Text>
      </span>
      {task.overdue && (
        <span className={classes.late} data-state="overdue">
          {panel.taskOverdue}
        </span>
      )}
    </li>
  );
}
