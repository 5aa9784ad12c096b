import { Alert, Button, Group } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import type { Schemas } from '~/api/client';
import { useTexts } from '~/i18n';
import { namesFields } from './wrong';

interface Props {
  problem?: Schemas['Problem'] | null;
  /** Save what was written over what somebody else left meanwhile. */
  onOverwrite?: () => void;
  /** Show what they left. */
  onReload?: () => void;
}

/** What the server refused of a form and does not belong to one of its fields. */
export function FormAlert({ problem, onOverwrite, onReload }: Props) {
  const { stale } = useTexts();
  if (!problem || namesFields(problem)) return null;
  if (problem.status !== 412 || !onOverwrite)
    return (
      <Alert color="red" icon={<IconAlertCircle size={18} />} title={problem.title} role="alert">
        {problem.detail}
      </Alert>
    );
  return (
    <Alert color="yellow" icon={<IconAlertCircle size={18} />} title={stale.title} role="alert">
      {stale.more}
      <Group gap={8} mt={10}>
        <Button size="compact-sm" variant="light" onClick={onOverwrite}>
          {stale.overwrite}
        </Button>
        <Button size="compact-sm" variant="default" onClick={onReload}>
          {stale.reload}
        </Button>
      </Group>
    </Alert>
  );
}
