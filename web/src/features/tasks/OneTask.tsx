import { Skeleton, Stack } from '@mantine/core';
import { IconTrashX } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTexts } from '~/i18n';
import { EmptyState } from '~/ui/EmptyState';
import { LoadFailed } from '~/ui/LoadFailed';
import { CloseTask } from './CloseTask';
import { useTask } from './data';
import { EditTask } from './EditTask';
import { FollowTask } from './FollowTask';
import type { TaskPart } from './open';
import { TaskView } from './TaskView';

interface Props {
  id: string;
  view: TaskPart;
  onView: (view: TaskPart) => void;
}

/** A task there is: to be read, changed, followed on, or closed. */
export function OneTask({ id, view, onView }: Props) {
  const { tasks } = useTexts();
  const { data: task, error, refetch } = useTask(id);
  const back = () => onView('task');
  useFocusInEach(view);
  if (error?.status === 404)
    return (
      <EmptyState icon={<IconTrashX size={28} />} title={tasks.gone}>
        {tasks.goneMore}
      </EmptyState>
    );
  if (error && !task) return <LoadFailed problem={error} onRetry={refetch} />;
  if (!task)
    return (
      <Stack aria-busy>
        <Skeleton h={24} w={180} radius="xl" />
        <Skeleton h={26} />
        <Skeleton h={120} radius="lg" />
        <Skeleton h={160} radius="lg" />
      </Stack>
    );
  if (view === 'edit') return <EditTask task={task} onDone={back} />;
  if (view === 'follow') return <FollowTask task={task} onDone={back} />;
  if (view === 'task') return <TaskView task={task} onView={onView} />;
  return <CloseTask task={task} withNote={view === 'closeWithNote'} onDone={back} />;
}

/** What had the focus goes with the view: the next one's first field gets it. */
function useFocusInEach(view: TaskPart): void {
  const shown = useRef(view);
  useEffect(() => {
    if (shown.current !== view)
      document.querySelector<HTMLElement>('[role="dialog"] [data-autofocus]')?.focus();
    shown.current = view;
  }, [view]);
}
