import { useTexts } from '~/i18n';
import { DayField } from '~/ui/DayField';
import { FilterButton } from '~/ui/FilterButton';
import { PersonSelect } from '~/ui/PersonSelect';
import type { SaleFilters } from './filters';

interface Props {
  filters: SaleFilters;
  onChange: (changed: SaleFilters) => void;
}

/** By whom and since when: what is asked for less often than the state. */
export function SaleFilterMenu({ filters: { agent_id, from, to }, onChange }: Props) {
  const { sales } = useTexts();
  return (
    <FilterButton
      inUse={[agent_id, from, to].filter(Boolean).length}
      onClear={() => onChange({ agent_id: undefined, from: undefined, to: undefined })}
    >
      <PersonSelect
        label={sales.agent}
        nobody={sales.anyAgent}
        value={agent_id}
        onChange={(id) => onChange({ agent_id: id })}
      />
      <DayField
        label={sales.openedFrom}
        value={from ?? null}
        max={to}
        clearable
        onChange={(day) => onChange({ from: day ?? undefined })}
      />
      <DayField
        label={sales.openedTo}
        value={to ?? null}
        min={from}
        clearable
        onChange={(day) => onChange({ to: day ?? undefined })}
      />
    </FilterButton>
  );
}
