import { IconUser } from '@tabler/icons-react';
import type { Schemas } from '~/api/client';
import { useUser } from '~/api/session';
import { useTexts } from '~/i18n';
import { Chip, Chips } from '~/ui/Chips';
import type { FollowUpFilters, OpenState } from './filters';

const STATES = ['overdue', 'today', 'upcoming'] as const;

interface Props {
  filters: FollowUpFilters;
  counts?: Schemas['FollowUpSummary'];
  onChange: (changed: FollowUpFilters) => void;
}

/** One touch for each state, with how many there are of it, and for one's own. */
export function StateFilter({ filters: { state, assigned_to_id }, counts, onChange }: Props) {
  const { followUps, states } = useTexts();
  const { id } = useUser();
  const isMine = assigned_to_id === id;
  const all = counts && counts.overdue + counts.today + counts.upcoming;
  return (
    <Chips<OpenState>
      label={followUps.filterByState}
      value={state}
      onChange={(chosen) => onChange({ state: chosen })}
      choices={[
        { text: followUps.all, number: all },
        ...STATES.map((each) => ({ value: each, text: states[each], number: counts?.[each], state: each })),
      ]}
    >
      <Chip
        icon={<IconUser size={15} aria-hidden />}
        pressed={isMine}
        onClick={() => onChange({ assigned_to_id: isMine ? undefined : id })}
      >
        {followUps.mine}
      </Chip>
    </Chips>
  );
}
