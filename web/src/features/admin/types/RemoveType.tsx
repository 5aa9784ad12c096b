import { api } from '~/api/client';
import { showDone } from '~/ui/notices';
import type { TaskType } from '../data';
import { closeDialog } from '../dialog';
import { Removal } from '../Removal';
import { useTexts } from '../texts';
import { renewTypes } from './TypeForm';

export function RemoveType({ type }: { type: TaskType }) {
  const { taskTypes, admin } = useTexts();
  const remove = api.useMutation('delete', '/api/v1/task-types/{id}', {
    meta: { quiet: true },
    onSuccess: () => {
      closeDialog();
      showDone(admin.removed(type.name));
      renewTypes();
    },
  });
  return (
    <Removal remove={remove} onRemove={() => remove.mutate({ params: { path: { id: type.id } } })}>
      {taskTypes.removeMore}
    </Removal>
  );
}
