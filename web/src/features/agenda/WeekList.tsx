import { ActionIcon } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { Task } from '~/api/client';
import { useTimeZones } from '~/branch';
import { longDay, timeOfDay } from '~/dates';
import { openTask, StatusIcon } from '~/features/tasks/open';
import { useLanguage, useTexts } from '~/i18n';
import { wallClock } from '~/wallClock';
import classes from './Agenda.module.css';
import type { Column } from './columns';

interface Props {
  columns: Column[];
  tasks: Task[];
  onCreate: (column: Column, minutes: null) => void;
}

/** A week of somebody as a list: for a phone. */
export function WeekList({ columns, tasks, onCreate }: Props) {
  const { agenda } = useTexts();
  const language = useLanguage();
  const zones = useTimeZones();
  const dayOfTask = ({ planned_at, due_on, branch_id }: Task) =>
    planned_at ? wallClock(planned_at, zones(branch_id)).day : due_on;
  return columns.map((column) => {
    const here = tasks.filter((task) => column.holds(task) && dayOfTask(task) === column.day);
    return (
      <section key={column.key} className={classes.listDay} aria-labelledby={`list-${column.key}`}>
        <header>
          <h2 id={`list-${column.key}`} data-today={column.isToday || undefined}>
            {longDay(column.day, language)}
          </h2>
          <ActionIcon
            size={40}
            aria-label={agenda.allDayWith(column.words)}
            onClick={() => onCreate(column, null)}
          >
            <IconPlus size={19} aria-hidden />
          </ActionIcon>
        </header>
        {here.length === 0 ? (
          <p className={classes.nothing}>{agenda.noTasks}</p>
        ) : (
          <ul>
            {here.map((task) => (
              <li key={task.id}>
                <button type="button" className={classes.item} onClick={() => openTask(task.id)}>
                  <span className={classes.itemTime}>
                    {task.planned_at
                      ? timeOfDay(task.planned_at, zones(task.branch_id), language)
                      : agenda.allDay}
                  </span>
                  <span className={classes.itemType} style={{ background: task.type.color }} />
                  <span className={classes.itemWhat} data-status={task.status}>
                    {task.client?.name ? `${task.client.name} — ${task.description}` : task.description}
                  </span>
                  <StatusIcon status={task.status} size={17} />
                </button>
              </li>
            ))}
          </ul>
        )}
      </section>
    );
  });
}
