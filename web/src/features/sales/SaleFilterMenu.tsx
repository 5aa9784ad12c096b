import { useTexts } from '~/i18n';
import { FilterButton } from '~/ui/FilterButton';
import { Period } from '~/ui/Period';
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
      <Period from={from} to={to} labels={[sales.openedFrom, sales.openedTo]} onChange={onChange} />
    </FilterButton>
  );
}
