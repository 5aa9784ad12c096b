import { ActionIcon, TextInput, Tooltip } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useTexts } from '../texts';
import { suggestedPassword } from './password';

interface Props {
  label: string;
  value: string;
  onChange: (password: string) => void;
  error?: string;
}

/** A password for somebody else: to be read, since it is handed over. */
export function PasswordField({ label, value, onChange, error }: Props) {
  const { users } = useTexts();
  return (
    <TextInput
      label={label}
      description={users.passwordHint}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
      maxLength={128}
      autoComplete="off"
      spellCheck={false}
      rightSection={
        <Tooltip label={users.suggest}>
          <ActionIcon size={28} aria-label={users.suggest} onClick={() => onChange(suggestedPassword())}>
            <IconRefresh size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      }
      required
    />
  );
}
