import { Kbd, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTexts } from '~/i18n';
import { useShortcuts } from '~/ui/shortcuts';
import { usePhone } from '~/ui/usePhone';
import classes from './Clients.module.css';

const PAUSE = 250; // ms

/** Looks while somebody types; accents and the order of words make no difference. */
export function SearchField({ q, onChange }: { q?: string; onChange: (q?: string) => void }) {
  const { clients } = useTexts();
  const phone = usePhone();
  const field = useRef<HTMLInputElement>(null);
  const [typed, type] = useState(q ?? '');
  const look = useDebouncedCallback((words: string) => onChange(words.trim() || undefined), PAUSE);
  useShortcuts({ '/': () => field.current?.focus() });
  return (
    <TextInput
      ref={field}
      className={classes.search}
      type="search"
      aria-label={clients.search}
      placeholder={clients.searchHint}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={!phone && <Kbd size="xs">/</Kbd>}
      value={typed}
      onChange={(event) => {
        type(event.currentTarget.value);
        look(event.currentTarget.value);
      }}
    />
  );
}
