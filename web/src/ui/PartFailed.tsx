import { Button, Group } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useTexts } from '~/i18n';
import { EmptyState } from './EmptyState';

/** What stands in the place of a part of the client that could not be fetched. */
export function PartFailed({ onRetry }: { onRetry: () => void }) {
  const { actions, errors } = useTexts();
  return (
    <EmptyState
      icon={<IconPlugConnectedX size={28} />}
      title={errors.partMissing}
      action={
        <Group justify="center" gap={8}>
          <Button onClick={onRetry}>{actions.retry}</Button>
          <Button variant="subtle" color="gray" onClick={() => location.reload()}>
            {errors.reload}
          </Button>
        </Group>
      }
    >
      {errors.partMissingMore}
    </EmptyState>
  );
}
