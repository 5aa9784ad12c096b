import { Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { useTexts } from '~/i18n';
import { useStore } from '~/store';
import { showDone } from '~/ui/notices';
import { usePhone } from '~/ui/usePhone';
import { draftOf } from './drafts';
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

  function leave() {
    opening.set(null);
    if (opened && draftOf(opened))
      showDone(interactions.draftKept, [{ label: interactions.goOn, act: () => opening.set(opened) }]);
  }

  return (
    <Modal
      opened={opened !== null}
      onClose={leave}
      title={interactions.newTitle}
      size={640}
      fullScreen={phone}
      radius={phone ? 0 : 'lg'}
      padding="lg"
    >
      {opened && <InteractionForm open={opened} />}
    </Modal>
  );
}
