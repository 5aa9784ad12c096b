import { Button, PasswordInput, Stack } from '@mantine/core';
import { useState } from 'react';
import { api } from '~/api/client';
import { useUser } from '~/api/session';
import { FormAlert } from '~/ui/FormAlert';
import { showDone } from '~/ui/notices';
import { wrongIn } from '~/ui/wrong';
import { Card } from './Card';
import { useTexts } from './texts';

const EMPTY = { current: '', next: '', repeat: '' };

export function PasswordCard() {
  const { settings, signIn } = useTexts();
  const { email } = useUser();
  const [typed, setTyped] = useState(EMPTY);
  const change = api.useMutation('post', '/api/v1/auth/password', {
    meta: { quiet: true },
    onSuccess: () => {
      setTyped(EMPTY);
      showDone(settings.changed);
    },
  });
  const wrong = wrongIn(change.error);
  const field = (name: keyof typeof EMPTY) => ({
    value: typed[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setTyped({ ...typed, [name]: event.currentTarget.value }),
    visibilityToggleButtonProps: { 'aria-label': signIn.showPassword },
    required: true,
    withAsterisk: false,
  });
  const differs = typed.repeat !== '' && !typed.next.startsWith(typed.repeat);
  return (
    <Card title={settings.password} lead={settings.passwordMore}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate({ body: { current: typed.current, new: typed.next } });
        }}
      >
        <Stack gap={12}>
          <FormAlert problem={change.error} />
          {/* For whoever keeps passwords: whose this one is. */}
          <input type="email" autoComplete="username" value={email ?? ''} readOnly hidden />
          <PasswordInput
            label={settings.current}
            autoComplete="current-password"
            error={wrong('current')}
            {...field('current')}
          />
          <PasswordInput
            label={settings.next}
            description={settings.nextHint}
            autoComplete="new-password"
            maxLength={128}
            error={wrong('new')}
            {...field('next')}
          />
          <PasswordInput
            label={settings.repeat}
            autoComplete="new-password"
            maxLength={128}
            error={differs && settings.differs}
            {...field('repeat')}
          />
          <Button
            type="submit"
            loading={change.isPending}
            disabled={!typed.current || !typed.next || typed.next !== typed.repeat}
            style={{ justifySelf: 'start', alignSelf: 'flex-start' }}
          >
            {settings.change}
          </Button>
        </Stack>
      </form>
    </Card>
  );
}
