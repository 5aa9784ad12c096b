import { Button, Group, Modal, Text } from '@mantine/core';
import { useOutbox } from '~/api/outbox';
import { useTexts } from '~/i18n';
import { goodbye, leaving } from './leaving';

const stay = (): void => leaving.set(false);

/** What was not sent goes with whoever signs out: they have to know. */
export function Leaving() {
  const { offline } = useTexts();
  return (
    <Modal opened onClose={stay} title={offline.leaveTitle(useOutbox().length)} zIndex={310}>
      <Text c="var(--ink-2)">{offline.leaveMore}</Text>
      <Group justify="flex-end" gap="xs" mt="lg">
        <Button
          color="red"
          variant="light"
          onClick={() => {
            stay();
            goodbye();
          }}
        >
          {offline.leave}
        </Button>
        <Button onClick={stay} data-autofocus>
          {offline.stay}
        </Button>
      </Group>
    </Modal>
  );
}
