import { Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { useTexts } from '~/i18n';
import { useStore } from '~/store';
import { usePhone } from '~/ui/usePhone';
import { InteractionForm } from './InteractionForm';
import { opening } from './open';

export function InteractionModal() {
  const opened = useStore(opening);
  const phone = usePhone();
  const { interactions } = useTexts();
  useEffect(() => {
    // On a phone they would cover the form's buttons.
    if (opened && phone) notifications.clean();
  }, [opened, phone]);
  return (
    <Modal
      opened={opened !== null}
      onClose={() => opening.set(null)}
      title={interactions.newTitle}
      size={560}
      fullScreen={phone}
      radius={phone ? 0 : 'lg'}
      padding="lg"
    >
      {opened && <InteractionForm {...opened} />}
    </Modal>
  );
}
