import { Button, Group, Modal, Text } from '@mantine/core';
import { api, outdate } from '~/api/client';
import { useTexts } from '~/i18n';
import type { Import } from './data';

interface Props {
  job: Import;
  opened: boolean;
  onClose: () => void;
}

/** Taking back a whole import: what goes, and what stays. */
export function RevertQuestion({ job, opened, onClose }: Props) {
  const { imports, actions } = useTexts();
  const revert = api.useMutation('post', '/api/v1/imports/{id}/revert', {
    onSuccess: onClose,
    onSettled: () => outdate('imports'),
  });
  return (
    <Modal opened={opened} onClose={onClose} title={imports.revertTitle}>
      <Text>{imports.revertMore(job.rows.new, job.rows.updates)}</Text>
      <Text mt="sm" c="var(--ink-2)">
        {imports.revertKeeps}
      </Text>
      <Group justify="flex-end" gap="xs" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          {actions.cancel}
        </Button>
        <Button
          color="red.9"
          loading={revert.isPending}
          onClick={() => revert.mutate({ params: { path: { id: job.id } }, body: {} })}
        >
          {imports.revert}
        </Button>
      </Group>
    </Modal>
  );
}
