import type { Task } from '~/api/client';

const MINUTE = 60_000;

/** The open tasks that take some of the same minutes; whole days take nobody's time. */
export function clashing(tasks: Task[], start: number, minutes: number): Task[] {
  const end = start + minutes * MINUTE;
  return tasks.filter(({ planned_at, duration_minutes, status }) => {
    if (!planned_at || status !== 'planned') return false;
    const begins = Date.parse(planned_at);
    return begins < end && begins + duration_minutes * MINUTE > start;
  });
}
