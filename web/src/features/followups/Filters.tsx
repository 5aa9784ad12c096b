import { useTexts } from '~/i18n';
import { FilterButton } from '~/ui/FilterButton';
import { Period } from '~/ui/Period';
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
      <Period
        from={due_from}
        to={due_to}
        onChange={({ from, to }) => onChange({ due_from: from, due_to: to })}
      />
    </FilterButton>
  );
}
