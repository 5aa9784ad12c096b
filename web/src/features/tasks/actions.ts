import { api, type Task } from '~/api/client';
import { useUser } from '~/api/session';
import { useTexts } from '~/i18n';
import { showDone } from '~/ui/notices';
import { renewTasks, showTask } from './data';

/** Taking charge of a task, and leaving it to others. */
export function useTaskActions() {
  const { tasks, actions } = useTexts();
  const user = useUser();
  const changed = { onSuccess: showTask, onSettled: () => renewTasks() };
  const claim = api.useMutation('post', '/api/v1/tasks/{id}/claim', changed);
  const release = api.useMutation('post', '/api/v1/tasks/{id}/release', changed);
  const of = ({ id }: Task) => ({ params: { path: { id } } });
  const give = (task: Task) => release.mutate(of(task), { onSuccess: () => showDone(tasks.released) });
  return {
    isMine: ({ claimed_by }: Task) => claimed_by?.id === user.id,
    claim: (task: Task) =>
      claim.mutate(of(task), {
        onSuccess: () => showDone(tasks.claimed, [{ label: actions.undo, act: () => give(task) }]),
      }),
    release: give,
    isBusy: claim.isPending || release.isPending,
  };
}

export type TaskActions = ReturnType<typeof useTaskActions>;
