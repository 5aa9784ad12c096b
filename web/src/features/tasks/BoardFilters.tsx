import { Badge, Button, Popover, Select, Stack, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { useState } from 'react';
import { useBranch } from '~/branch';
import { useTexts } from '~/i18n';
import { DayField } from '~/ui/DayField';
import classes from './Board.module.css';
import { usePeople, useTaskTypes } from './data';
import type { Status, TaskFilters } from './filters';

const STATUSES = ['planned', 'done', 'cancelled'] as const;

interface Props {
  filters: TaskFilters;
  onChange: (changed: TaskFilters) => void;
  onClear: () => void;
}

/** By type, tag, person, state, and the days they were planned for or made on. */
export function BoardFilters({ filters, onChange, onClear }: Props) {
  const { tasks, actions } = useTexts();
  const [isOpen, open] = useState(false);
  const people = usePeople(useBranch()?.id);
  const types = useTaskTypes();
  const [tag, setTag] = useState(filters.tag ?? '');
  const findTag = useDebouncedCallback((text: string) => onChange({ tag: text.trim() || undefined }), 300);
  const { show, q, ...others } = filters;
  const inUse = Object.values(others).filter(Boolean).length;
  const choice = {
    placeholder: tasks.filter.any,
    clearable: true,
    clearButtonProps: { 'aria-label': actions.clear },
    comboboxProps: { withinPortal: false },
    openOnFocus: false,
  };
  const days = [
    ['planned_from', tasks.filter.plannedFrom],
    ['planned_to', tasks.filter.plannedTo],
    ['created_from', tasks.filter.createdFrom],
    ['created_to', tasks.filter.createdTo],
  ] as const;
  return (
    <Popover opened={isOpen} onChange={open} position="bottom-end" width={340} shadow="md" trapFocus>
      <Popover.Target>
        <Button
          variant="default"
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
          {tasks.filters}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={tasks.filters}>
        <Stack gap="sm">
          <Select
            {...choice}
            label={tasks.filter.type}
            data={types.map(({ id, name }) => ({ value: id, label: name }))}
            value={filters.type_id ?? null}
            onChange={(id) => onChange({ type_id: id ?? undefined })}
          />
          <Select
            {...choice}
            label={tasks.filter.operator}
            data={people.map(({ id, name }) => ({ value: id, label: name ?? '' }))}
            value={filters.operator_id ?? null}
            onChange={(id) => onChange({ operator_id: id ?? undefined })}
          />
          <div className={classes.pair}>
            <Select
              {...choice}
              label={tasks.filter.status}
              data={STATUSES.map((status) => ({ value: status, label: tasks.status[status] }))}
              value={filters.status ?? null}
              onChange={(status) => onChange({ status: (status ?? undefined) as Status | undefined })}
            />
            <TextInput
              label={tasks.filter.tag}
              placeholder={tasks.filter.tagHint}
              value={tag}
              onChange={(event) => {
                setTag(event.currentTarget.value);
                findTag(event.currentTarget.value);
              }}
            />
          </div>
          <div className={classes.pair}>
            {days.map(([name, label]) => (
              <DayField
                key={name}
                label={label}
                value={filters[name] ?? null}
                clearable
                onChange={(day) => onChange({ [name]: day ?? undefined })}
              />
            ))}
          </div>
          {inUse > 0 && (
            <Button
              variant="subtle"
              color="gray"
              c="var(--ink-2)"
              onClick={() => {
                setTag('');
                onClear();
              }}
            >
              {tasks.clearFilters}
            </Button>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
