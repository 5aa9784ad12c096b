import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { Problem } from '~/api/problem';
import { signIn } from '~/api/session';
import { useTexts } from '~/i18n';

interface Props {
  /** Given where only the password is asked for. */
  email?: string;
  onDone?: () => void;
}

export function SignInForm({ email, onDone }: Props) {
  const { signIn: said } = useTexts();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(undefined);
    try {
      await signIn(String(given.get('email')).trim(), String(given.get('password')));
      onDone?.();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
      setBusy(false);
    }
  }

  return (
    <form onSubmit={submit}>
      <Stack gap={14}>
        <TextInput
          name="email"
          type="email"
          label={said.email}
          autoComplete="username"
          defaultValue={email}
          readOnly={!!email}
          data-autofocus={email ? undefined : true}
          autoFocus={!email}
          size="md"
          withAsterisk={false}
          required
        />
        <PasswordInput
          name="password"
          label={said.password}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': said.showPassword }}
          data-autofocus={email ? true : undefined}
          size="md"
          withAsterisk={false}
          required
        />
        {problem && (
          <Alert color="red" icon={<IconAlertCircle size={18} />} title={problem.title} role="alert">
            {problem.detail}
          </Alert>
        )}
        <Button type="submit" size="md" mt={4} loading={busy}>
          {said.submit}
        </Button>
      </Stack>
    </form>
  );
}
