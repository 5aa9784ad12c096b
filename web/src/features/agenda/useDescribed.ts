import { useCallback } from 'react';
import type { Task } from '~/api/client';
import { useWhen } from '~/features/tasks/open';
import { useTexts } from '~/i18n';
import type { Place } from './layout';

/** What a notice says of a task that was moved. */
export function useDescribed(): (task: Task, to: Place) => string {
  const { agenda, tasks } = useTexts();
  const when = useWhen();
  return useCallback(
    (task, to) => {
      const moved = when({ ...to, branch_id: task.branch_id });
      if (to.operator?.id !== task.operator?.id)
        return agenda.movedTo(moved, to.operator?.name ?? agenda.unassigned);
      if (to.planned_at === task.planned_at && to.due_on === task.due_on)
        return agenda.resized(tasks.span(to.duration_minutes));
      return agenda.moved(moved);
    },
    [agenda, tasks, when],
  );
}
