import { Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { api } from '~/api/client';
import { FormAlert } from '~/ui/FormAlert';
import { wrongIn } from '~/ui/wrong';
import { renewHouse, type User } from '../data';
import { openDialog } from '../dialog';
import { FormFoot } from '../FormFoot';
import { useTexts } from '../texts';
import { PasswordField } from './PasswordField';
import { suggestedPassword } from './password';

/** For who has forgotten theirs. */
export function PasswordForm({ user }: { user: User }) {
  const { users } = useTexts();
  const [password, setPassword] = useState(suggestedPassword);
  const save = api.useMutation('patch', '/api/v1/users/{id}', {
    meta: { quiet: true },
    onSuccess: (changed) => {
      openDialog({ kind: 'access', user: changed, password });
      renewHouse();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ params: { path: { id: user.id } }, body: { password } });
      }}
    >
      <Stack gap={16}>
        <Text fz={14} c="var(--ink-2)">
          {users.resetLead}
        </Text>
        <FormAlert problem={save.error} />
        <PasswordField
          label={users.newPassword}
          value={password}
          onChange={setPassword}
          error={wrongIn(save.error)('password')}
        />
        <FormFoot label={users.resetDo} busy={save.isPending} ready={!!password} />
      </Stack>
    </form>
  );
}
