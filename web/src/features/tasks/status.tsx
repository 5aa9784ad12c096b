import { IconCalendarEvent, IconCheck, IconHandStop, IconUrgent, IconX } from '@tabler/icons-react';
import type { Task } from '~/api/client';
import { useTexts } from '~/i18n';
import classes from './Task.module.css';

const ICONS = { planned: IconCalendarEvent, done: IconCheck, cancelled: IconX };

/** The icon beside a task: planned, done, cancelled. What stands beside it says it in words. */
export function StatusIcon({ status, size = 16 }: { status: Task['status']; size?: number }) {
  const Icon = ICONS[status];
  return <Icon size={size} stroke={2.2} className={classes.icon} data-status={status} aria-hidden />;
}

export function StatusBadge({ task }: { task: Task }) {
  const { tasks } = useTexts();
  return (
    <span className={classes.status} data-status={task.status}>
      <StatusIcon status={task.status} size={14} /> {tasks.status[task.status]}
    </span>
  );
}

/** Red until somebody takes a task of a priority type, then yellow until it is closed. */
export function PriorityBadge({ task }: { task: Task }) {
  const { tasks } = useTexts();
  if (!task.color) return null;
  const Icon = task.color === 'red' ? IconUrgent : IconHandStop;
  return (
    <span className={classes.badge} data-state={task.color}>
      <Icon size={14} stroke={2.2} aria-hidden /> {task.color === 'red' ? tasks.priority : tasks.attended}
    </span>
  );
}
