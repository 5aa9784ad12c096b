import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '~/i18n';
import { closeDialog } from './dialog';
import classes from './Forms.module.css';

interface Props {
  label: string;
  busy: boolean;
  ready: boolean;
  color?: string;
  /** A further choice, before the likely one. */
  children?: ReactNode;
}

export function Foot({ label, busy, ready, color, children }: Props) {
  const { actions } = useTexts();
  return (
    <Group justify="flex-end" gap="xs" className={classes.foot}>
      <Button variant="default" onClick={closeDialog}>
        {actions.cancel}
      </Button>
      {children}
      <Button type="submit" color={color} loading={busy} disabled={!ready}>
        {label}
      </Button>
    </Group>
  );
}
