import { CloseButton, Combobox, Loader, Text, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { api, type Schemas } from '~/api/client';
import { useTexts } from '~/i18n';
import { readablePhone } from '~/ui/phone';
import classes from './Task.module.css';

const SHORTEST = 2;

interface Props {
  client: Schemas['ClientRef'] | null;
  error?: string;
  onChange: (client: Schemas['ClientRef'] | null) => void;
}

/** Finds the client whom a task is about; a task may be about nobody. */
export function ClientField({ client, error, onChange }: Props) {
  const { tasks, people, actions } = useTexts();
  const list = useCombobox({ onDropdownClose: () => list.resetSelectedOption() });
  const [name, setName] = useState(client?.name ?? '');
  const [q] = useDebouncedValue(name.trim(), 180);
  const { data, isFetching } = api.useQuery(
    'get',
    '/api/v1/contacts/search',
    { params: { query: { q, limit: 10 } } },
    { enabled: q.length >= SHORTEST && !client, placeholderData: (before) => before },
  );
  const found = data?.items.filter(({ client_id }) => client_id) ?? [];

  function choose(id: string) {
    const chosen = found.find((each) => each.client_id === id);
    if (!chosen) return;
    setName(chosen.name);
    onChange({ id, name: chosen.name, phone: chosen.phone });
    list.closeDropdown();
  }

  return (
    <Combobox store={list} onOptionSubmit={choose} shadow="md" radius="md" withinPortal={false}>
      <Combobox.Target withExpandedAttribute>
        <TextInput
          label={tasks.client}
          placeholder={tasks.clientHint}
          value={name}
          error={error}
          autoComplete="off"
          role="combobox"
          aria-autocomplete="list"
          leftSection={<IconSearch size={16} aria-hidden />}
          rightSection={
            name ? (
              <CloseButton
                size="sm"
                aria-label={actions.clear}
                onClick={() => {
                  setName('');
                  onChange(null);
                }}
              />
            ) : (
              isFetching && <Loader size={16} />
            )
          }
          onChange={(event) => {
            setName(event.currentTarget.value);
            if (client) onChange(null);
            list.openDropdown();
            list.updateSelectedOptionIndex();
          }}
          onBlur={() => {
            list.closeDropdown();
            // What is left half written is nobody.
            if (!client) setName('');
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={q.length < SHORTEST || !!client}>
        <Combobox.Options className={classes.options} aria-label={tasks.clientsFound}>
          {found.map((each) => (
            <Combobox.Option key={each.id} value={each.client_id ?? ''}>
              <Text fz={14} fw={550}>
                {each.name}
              </Text>
              <Text fz={12.5} c="var(--ink-3)">
                {each.phone ? readablePhone(each.phone) : people.noPhone}
              </Text>
            </Combobox.Option>
          ))}
          {found.length === 0 && !isFetching && <Combobox.Empty>{tasks.noClients}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
