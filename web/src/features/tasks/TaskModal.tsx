import { notifications } from '@mantine/notifications';
import { useEffect, useState } from 'react';
import { useTexts } from '~/i18n';
import { useStore } from '~/store';
import { FormModal } from '~/ui/FormModal';
import { usePhone } from '~/ui/usePhone';
import { useReturnedFocus } from '~/ui/useReturnedFocus';
import { NewTask } from './NewTask';
import { OneTask } from './OneTask';
import { type TaskOpening, type TaskPart, taskOpening } from './open';

const close = () => taskOpening.set(null);

/** A task over whatever page: one there is with its thread, or the form of a new one. */
export function TaskModal() {
  const opened = useStore(taskOpening);
  useReturnedFocus(opened !== null);
  return opened && <Opened key={'id' in opened ? opened.id : 'new'} opening={opened} />;
}

function Opened({ opening }: { opening: TaskOpening }) {
  const phone = usePhone();
  const { tasks } = useTexts();
  const [view, show] = useState<TaskPart>(('view' in opening && opening.view) || 'task');
  useEffect(() => {
    // On a phone they would cover the buttons.
    if (phone) notifications.clean();
  }, [phone]);
  const titles: Record<TaskPart, string> = {
    task: tasks.task,
    edit: tasks.editTitle,
    follow: tasks.followTitle,
    close: tasks.closeTitle,
    closeWithNote: tasks.closeTitle,
  };
  return (
    <FormModal
      opened
      onClose={close}
      title={'id' in opening ? titles[view] : tasks.newTitle}
      size={660}
      fullScreen={phone}
      radius={phone ? 0 : 'lg'}
      padding="lg"
    >
      {'id' in opening ? (
        <OneTask id={opening.id} view={view} onView={show} />
      ) : (
        <NewTask plan={opening.draft} client={opening.client} onClose={close} />
      )}
    </FormModal>
  );
}
