import { Button, Group } from '@mantine/core';
import classes from './Admin.module.css';
import { closeDialog } from './dialog';
import { useTexts } from './texts';

interface Props {
  label: string;
  busy: boolean;
  ready?: boolean;
  color?: string;
}

export function FormFoot({ label, busy, ready = true, color }: Props) {
  const { actions } = useTexts();
  return (
    <Group justify="flex-end" gap="xs" className={classes.foot}>
      <Button variant="default" onClick={closeDialog}>
        {actions.cancel}
      </Button>
      <Button type="submit" loading={busy} disabled={!ready} color={color}>
        {label}
      </Button>
    </Group>
  );
}
