import { Button, Group } from '@mantine/core';
import classes from '../Admin.module.css';
import { useTexts } from '../texts';

interface Props {
  busy: boolean;
  ready?: boolean;
  onClose: () => void;
}

export function Foot({ busy, ready = true, onClose }: Props) {
  const { actions } = useTexts();
  return (
    <Group justify="flex-end" gap="xs" className={classes.foot}>
      <Button variant="default" onClick={onClose}>
        {actions.cancel}
      </Button>
      <Button type="submit" loading={busy} disabled={!ready}>
        {actions.save}
      </Button>
    </Group>
  );
}
