import { Alert } from '@mantine/core';
import { IconFileAlert } from '@tabler/icons-react';
import type { Schemas } from '~/api/client';
import { useTexts } from '~/i18n';
import classes from './Imports.module.css';

/** Why a file was not taken, in the server's words. */
export function Refused({ problem }: { problem: Schemas['Problem'] | null }) {
  const { imports } = useTexts();
  if (!problem) return null;
  const said = Object.values(problem.errors ?? {}).flat();
  return (
    <Alert
      color="red"
      role="alert"
      icon={<IconFileAlert size={18} />}
      title={imports.refused}
      className={classes.alert}
    >
      {said.length > 0 ? said.join(' ') : problem.detail || problem.title}
    </Alert>
  );
}
