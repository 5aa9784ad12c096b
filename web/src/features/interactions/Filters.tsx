import { Select } from '@mantine/core';
import { useTexts } from '~/i18n';
import { usePack } from '~/packs';
import { FilterButton } from '~/ui/FilterButton';
import { Period } from '~/ui/Period';
import { PersonSelect } from '~/ui/PersonSelect';
import type { InteractionFilters } from './filters';

interface Props {
  filters: InteractionFilters;
  onChange: (changed: InteractionFilters) => void;
}

const METHODS = ['call', 'whatsapp', 'message', 'email', 'meeting', 'visit'] as const;

export function Filters({ filters, onChange }: Props) {
  const { interactions, methods, filtering, actions } = useTexts();
  const pack = usePack();
  const { method, direction, author_id, from, to } = filters;
  const shared = {
    comboboxProps: { withinPortal: false },
    openOnFocus: false,
    clearable: true,
    clearButtonProps: { 'aria-label': actions.clear },
  };
  return (
    <FilterButton
      inUse={[method, direction, author_id, from, to].filter(Boolean).length}
      onClear={() =>
        onChange({
          method: undefined,
          direction: undefined,
          author_id: undefined,
          from: undefined,
          to: undefined,
        })
      }
    >
      <Select
        {...shared}
        label={interactions.columns.method}
        placeholder={filtering.any}
        data={METHODS.map((value) => ({ value, label: pack?.labels[`method.${value}`] ?? methods[value] }))}
        value={method ?? null}
        onChange={(value) => onChange({ method: METHODS.find((each) => each === value) })}
      />
      <Select
        {...shared}
        label={interactions.columns.direction}
        placeholder={filtering.any}
        data={[
          { value: 'outbound', label: interactions.outbound },
          { value: 'inbound', label: interactions.inbound },
        ]}
        value={direction ?? null}
        onChange={(value) => onChange({ direction: (value ?? undefined) as InteractionFilters['direction'] })}
      />
      <PersonSelect
        label={interactions.by}
        nobody={filtering.anybody}
        value={author_id}
        onChange={(id) => onChange({ author_id: id })}
      />
      <Period from={from} to={to} onChange={onChange} />
    </FilterButton>
  );
}
