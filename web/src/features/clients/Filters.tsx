import { Badge, Button, MultiSelect, Popover, Select, Stack } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { useState } from 'react';
import { useUser } from '~/api/session';
import { useTexts } from '~/i18n';
import { DayField } from '~/ui/DayField';
import classes from './Clients.module.css';
import { usePeople, useTags } from './data';
import { type ClientFilters, FURTHER, SORTS, SOURCES, STATUSES } from './filters';

interface Props {
  filters: ClientFilters;
  onChange: (changed: ClientFilters) => void;
}

/** What is asked for less often than the type. */
export function Filters({ filters, onChange }: Props) {
  const { clients } = useTexts();
  const [isOpen, open] = useState(false);
  const inUse = FURTHER.filter((name) => filters[name]).length;
  const { branches } = useUser();
  const narrows = !filters.kind && !filters.next;
  if (!narrows && branches.length < 2) return null;
  return (
    <Popover opened={isOpen} onChange={open} position="bottom-end" width={320} shadow="md" trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          className={classes.tool}
          h={36}
          leftSection={<IconAdjustmentsHorizontal size={17} aria-hidden />}
          rightSection={
            inUse > 0 && (
              <Badge size="sm" circle>
                {inUse}
              </Badge>
            )
          }
          onClick={() => open(!isOpen)}
        >
          <span className={classes.toolLabel}>{clients.filters}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={clients.filters}>
        <Stack gap="sm">
          {narrows && <OfClients filters={filters} onChange={onChange} />}
          {branches.length > 1 && (
            <Choice
              label={clients.columns.branch}
              value={filters.branch_id}
              data={branches.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(branch_id) => onChange({ branch_id })}
            />
          )}
          {inUse > 0 && (
            <Button
              variant="subtle"
              color="gray"
              c="var(--ink-2)"
              onClick={() => onChange(Object.fromEntries(FURTHER.map((name) => [name, undefined])))}
            >
              {clients.clearFilters}
            </Button>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function OfClients({ filters, onChange }: Props) {
  const { clients, actions } = useTexts();
  const user = useUser();
  const tags = useTags().data?.items ?? [];
  const people = usePeople(filters.branch_id).data?.items ?? [user];
  const labelled = <T extends string>(choices: readonly T[], texts: Record<T, string>) =>
    choices.map((value) => ({ value, label: texts[value] }));
  return (
    <>
      <Choice
        label={clients.columns.status}
        value={filters.status}
        data={labelled(STATUSES, clients.statuses)}
        onChange={(status) => onChange({ status })}
      />
      <Choice
        label={clients.columns.source}
        value={filters.source}
        data={labelled(SOURCES, clients.sources)}
        onChange={(source) => onChange({ source })}
      />
      <MultiSelect
        label={clients.tags}
        placeholder={filters.tag ? undefined : clients.anyone}
        data={tags.map(({ id, name }) => ({ value: id, label: name }))}
        value={filters.tag ?? []}
        onChange={(tag) => onChange({ tag: tag.length > 0 ? tag : undefined })}
        comboboxProps={{ withinPortal: false }}
        clearButtonProps={{ 'aria-label': actions.clear }}
        openOnFocus={false}
        searchable
        clearable
      />
      <Choice
        label={clients.columns.assigned}
        value={filters.assigned_to_id}
        data={people.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(assigned_to_id) => onChange({ assigned_to_id })}
      />
      <DayField
        label={clients.createdFrom}
        value={filters.created_from ?? null}
        max={filters.created_to}
        onChange={(day) => onChange({ created_from: day ?? undefined })}
        clearable
      />
      <DayField
        label={clients.createdTo}
        value={filters.created_to ?? null}
        min={filters.created_from}
        onChange={(day) => onChange({ created_to: day ?? undefined })}
        clearable
      />
      <Select
        label={clients.sort}
        data={labelled(SORTS, clients.sorts)}
        value={filters.sort ?? '-created_at'}
        onChange={(sort) => onChange({ sort: sort && sort !== '-created_at' ? sort : undefined })}
        comboboxProps={{ withinPortal: false }}
        openOnFocus={false}
        allowDeselect={false}
      />
    </>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  value?: T;
  data: { value: T; label: string }[];
  onChange: (value?: T) => void;
}

function Choice<T extends string>({ label, value, data, onChange }: ChoiceProps<T>) {
  const { clients, actions } = useTexts();
  return (
    <Select
      label={label}
      placeholder={clients.anyone}
      data={data}
      value={value ?? null}
      onChange={(chosen) => onChange((chosen as T | null) ?? undefined)}
      comboboxProps={{ withinPortal: false }}
      clearButtonProps={{ 'aria-label': actions.clear }}
      openOnFocus={false}
      searchable
      clearable
    />
  );
}
