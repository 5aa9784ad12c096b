import { useTexts } from '~/i18n';
import { DayField } from '~/ui/DayField';
import { FilterButton } from '~/ui/FilterButton';
import { PersonSelect } from '~/ui/PersonSelect';
import type { FollowUpFilters } from './filters';

interface Props {
  filters: FollowUpFilters;
  onChange: (changed: FollowUpFilters) => void;
}

/** By whom and by when: what is asked for less often than the state. */
export function Filters({ filters, onChange }: Props) {
  const { followUps, filtering } = useTexts();
  const { assigned_to_id, due_from, due_to } = filters;
  return (
    <FilterButton
      inUse={[assigned_to_id, due_from, due_to].filter(Boolean).length}
      onClear={() => onChange({ assigned_to_id: undefined, due_from: undefined, due_to: undefined })}
    >
      <PersonSelect
        label={followUps.assignedTo}
        nobody={filtering.anybody}
        value={assigned_to_id}
        onChange={(id) => onChange({ assigned_to_id: id })}
      />
      <DayField
        label={filtering.from}
        value={due_from ?? null}
        max={due_to}
        clearable
        onChange={(day) => onChange({ due_from: day ?? undefined })}
      />
      <DayField
        label={filtering.to}
        value={due_to ?? null}
        min={due_from}
        clearable
        onChange={(day) => onChange({ due_to: day ?? undefined })}
      />
    </FilterButton>
  );
}
