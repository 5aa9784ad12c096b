import { MultiSelect, Select } from '@mantine/core';
import { useUser } from '~/api/session';
import { useTexts } from '~/i18n';
import { FilterButton } from '~/ui/FilterButton';
import { Period } from '~/ui/Period';
import { PersonSelect } from '~/ui/PersonSelect';
import { useTags } from './data';
import { type ClientFilters, FURTHER, SORTS, SOURCES, STATUSES } from './filters';

interface Props {
  filters: ClientFilters;
  onChange: (changed: ClientFilters) => void;
}

/** What is asked for less often than the type. */
export function Filters({ filters, onChange }: Props) {
  const { clients } = useTexts();
  const { branches } = useUser();
  const narrows = !filters.kind && !filters.next;
  if (!narrows && branches.length < 2) return null;
  return (
    <FilterButton
      inUse={FURTHER.filter((name) => filters[name]).length}
      onClear={() => onChange(Object.fromEntries(FURTHER.map((name) => [name, undefined])))}
    >
      {narrows && <OfClients filters={filters} onChange={onChange} />}
      {branches.length > 1 && (
        <Choice
          label={clients.columns.branch}
          value={filters.branch_id}
          data={branches.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(branch_id) => onChange({ branch_id })}
        />
      )}
    </FilterButton>
  );
}

function OfClients({ filters, onChange }: Props) {
  const { clients, filtering, actions } = useTexts();
  const tags = useTags().data?.items ?? [];
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
        placeholder={filters.tag ? undefined : filtering.any}
        data={tags.map(({ id, name }) => ({ value: id, label: name }))}
        value={filters.tag ?? []}
        onChange={(tag) => onChange({ tag: tag.length > 0 ? tag : undefined })}
        comboboxProps={{ withinPortal: false }}
        clearButtonProps={{ 'aria-label': actions.clear }}
        openOnFocus={false}
        searchable
        clearable
      />
      <PersonSelect
        label={clients.columns.assigned}
        nobody={filtering.anybody}
        branchId={filters.branch_id}
        value={filters.assigned_to_id}
        onChange={(assigned_to_id) => onChange({ assigned_to_id })}
      />
      <Period
        from={filters.created_from}
        to={filters.created_to}
        labels={[clients.createdFrom, clients.createdTo]}
        onChange={({ from, to }) => onChange({ created_from: from, created_to: to })}
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
  const { filtering, actions } = useTexts();
  return (
    <Select
      label={label}
      placeholder={filtering.any}
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
