import { Button, Group, Text } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import classes from '../Admin.module.css';
import type { User } from '../data';
import { closeDialog } from '../dialog';
import { useTexts } from '../texts';

/** What somebody needs to come in, to be handed to them. */
export function Access({ user, password }: { user: User; password: string }) {
  const { users } = useTexts();
  const clipboard = useClipboard();
  return (
    <>
      <Text fz={14} c="var(--ink-2)" mb={12}>
        {users.accessLead}
      </Text>
      <dl className={classes.access}>
        <div>
          <dt>{users.email}</dt>
          <dd>{user.email}</dd>
        </div>
        <div>
          <dt>{users.password}</dt>
          <dd>{password}</dd>
        </div>
      </dl>
      <Group justify="flex-end" gap="xs" mt="lg">
        {/* Browsers let a page copy only where there is TLS. */}
        {isSecureContext && (
          <Button
            variant="default"
            leftSection={
              clipboard.copied ? <IconCheck size={17} aria-hidden /> : <IconCopy size={17} aria-hidden />
            }
            onClick={() => clipboard.copy(`${user.email}\n${password}`)}
          >
            {clipboard.copied ? users.copied : users.copy}
          </Button>
        )}
        <Button onClick={closeDialog} data-autofocus>
          {users.done}
        </Button>
      </Group>
    </>
  );
}
