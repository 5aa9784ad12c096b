import { Kbd, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import classes from './ListPage.module.css';
import { useShortcuts } from './shortcuts';
import { usePhone } from './usePhone';

const PAUSE = 250; // ms

interface Props {
  label: string;
  hint: string;
  q?: string;
  onChange: (q?: string) => void;
}

/** Looks while somebody types. What changes the words from elsewhere, a saved view, is shown here. */
export function SearchField({ label, hint, q = '', onChange }: Props) {
  const phone = usePhone();
  const field = useRef<HTMLInputElement>(null);
  const [typed, type] = useState(q);
  const look = useDebouncedCallback((words: string) => onChange(words.trim() || undefined), PAUSE);
  useShortcuts({ '/': () => field.current?.focus() });
  useEffect(() => {
    // Whoever is typing is ahead of the address.
    if (document.activeElement !== field.current) type(q);
  }, [q]);
  return (
    <TextInput
      ref={field}
      className={classes.search}
      type="search"
      aria-label={label}
      placeholder={hint}
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
