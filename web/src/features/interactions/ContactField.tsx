import { Badge, Combobox, Group, Loader, Text, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useEffect } from 'react';
import { api } from '~/api/client';
import { useTexts } from '~/i18n';
import { readablePhone } from '~/ui/phone';
import type { Contact } from './draft';
import classes from './Interactions.module.css';

const KINDS = ['client', 'patient'] as const;
const SHORTEST = 2;

interface Props {
  name: string;
  contact?: Contact;
  error?: string;
  onChange: (name: string, contact?: Contact) => void;
}

/** Finds clients and patients together; a name that nobody has may be taken as it is. */
export function ContactField({ name, contact, error, onChange }: Props) {
  const { interactions, people } = useTexts();
  const list = useCombobox({ onDropdownClose: () => list.resetSelectedOption() });
  const [q] = useDebouncedValue(name.trim(), 180);
  const { data, isFetching } = api.useQuery(
    'get',
    '/api/v1/contacts/search',
    { params: { query: { q, limit: 10 } } },
    { enabled: q.length >= SHORTEST && !contact, placeholderData: (before) => before },
  );
  const found = data?.items ?? [];
  const first = found[0]?.id;
  useEffect(() => {
    // The likeliest is one Enter away; whoever is new is not on the list.
    if (first && !contact) list.selectFirstOption();
  }, [first, contact, list.selectFirstOption]);

  function choose(id: string) {
    const chosen = found.find((each) => each.id === id);
    onChange(chosen?.name ?? name, chosen);
    list.closeDropdown();
  }

  return (
    <Combobox store={list} onOptionSubmit={choose} shadow="md" radius="md" offset={6} withinPortal={false}>
      <Combobox.Target withExpandedAttribute>
        <TextInput
          label={interactions.contact}
          placeholder={interactions.contactHint}
          withAsterisk
          data-autofocus={contact ? undefined : true}
          value={name}
          error={error}
          autoComplete="off"
          role="combobox"
          aria-autocomplete="list"
          leftSection={<IconSearch size={16} aria-hidden />}
          rightSectionWidth={contact ? 96 : undefined}
          rightSection={contact ? <Kind contact={contact} /> : isFetching && <Loader size={16} />}
          onChange={(event) => {
            onChange(event.currentTarget.value);
            list.openDropdown();
            list.updateSelectedOptionIndex();
          }}
          onFocus={() => !contact && q.length >= SHORTEST && list.openDropdown()}
          onBlur={() => list.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={name.trim().length < SHORTEST}>
        <Combobox.Options className={classes.options} aria-label={interactions.found}>
          {KINDS.map((kind) => {
            const ofKind = found.filter((each) => each.kind === kind);
            if (ofKind.length === 0) return null;
            return (
              <Combobox.Group key={kind} label={interactions.kinds[kind]}>
                {ofKind.map((each) => (
                  <Combobox.Option key={each.id} value={each.id}>
                    <Group justify="space-between" wrap="nowrap">
                      <div>
                        <Text fz={14} fw={550}>
                          {each.name}
                        </Text>
                        <Text fz={12.5} c="var(--ink-3)">
                          {each.phone ? readablePhone(each.phone) : people.noPhone}
                        </Text>
                      </div>
                      <Kind contact={each} />
                    </Group>
                  </Combobox.Option>
                ))}
              </Combobox.Group>
            );
          })}
          <Combobox.Option value="">
            <Group gap={8} c="green.8" wrap="nowrap">
              <IconPlus size={16} aria-hidden />
              <Text fz={14} fw={550} truncate>
                {interactions.create(name.trim())}
              </Text>
            </Group>
          </Combobox.Option>
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function Kind({ contact }: { contact: Contact }) {
  const { interactions } = useTexts();
  return (
    <Badge variant="light" color={contact.kind === 'patient' ? 'violet' : 'green'}>
      {interactions.kind[contact.kind]}
    </Badge>
  );
}
