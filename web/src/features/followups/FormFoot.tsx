import { Button, Group } from '@mantine/core';
import { useTexts } from '~/i18n';
import { closeDialog } from './dialog';

interface Props {
  label: string;
  busy: boolean;
  ready: boolean;
}

export function FormFoot({ label, busy, ready }: Props) {
  const { actions } = useTexts();
  return (
    <Group justify="flex-end" gap="xs" mt="lg">
      <Button variant="default" onClick={closeDialog}>
        {actions.cancel}
      </Button>
      <Button type="submit" loading={busy} disabled={!ready}>
        {label}
      </Button>
    </Group>
  );
}
