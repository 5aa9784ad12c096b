import { Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { useBranch } from '~/branch';
import { useTexts } from '~/i18n';
import { FilterButton } from '~/ui/FilterButton';
import { Period } from '~/ui/Period';
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
  return (
    <FilterButton
      inUse={inUse}
      width={340}
      onClear={() => {
        setTag('');
        onClear();
      }}
    >
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
        <Period
          from={filters.planned_from}
          to={filters.planned_to}
          labels={[tasks.filter.plannedFrom, tasks.filter.plannedTo]}
          onChange={({ from, to }) => onChange({ planned_from: from, planned_to: to })}
        />
        <Period
          from={filters.created_from}
          to={filters.created_to}
          labels={[tasks.filter.createdFrom, tasks.filter.createdTo]}
          onChange={({ from, to }) => onChange({ created_from: from, created_to: to })}
        />
      </div>
    </FilterButton>
  );
}
