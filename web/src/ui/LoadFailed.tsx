import { Button } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import type { Schemas } from '~/api/client';
import { useTexts } from '~/i18n';
import { EmptyState } from './EmptyState';

/** Something could not be loaded: why, and once more. */
export function LoadFailed({ problem, onRetry }: { problem: Schemas['Problem']; onRetry: () => void }) {
  const { actions } = useTexts();
  return (
    <EmptyState
      icon={<IconPlugConnectedX size={28} />}
      title={problem.title}
      action={<Button onClick={onRetry}>{actions.retry}</Button>}
    >
      {problem.detail}
    </EmptyState>
  );
}
