import { IconHourglassEmpty } from '@tabler/icons-react';
import type { Schemas } from '~/api/client';
import { may, useUser } from '~/api/session';
import { useTexts } from '~/i18n';
import { Chip, Chips } from '~/ui/Chips';
import { type ClientFilters, TYPES } from './filters';

interface Props {
  filters: ClientFilters;
  stats?: Schemas['ClientStats'];
  onChange: (changed: ClientFilters) => void;
}

/** One touch for each type, with how many there are of it, and for those whom nobody has promised to contact. */
export function TypeFilter({ filters: { type, next }, stats, onChange }: Props) {
  const { clients } = useTexts();
  const isManager = may(useUser(), 'manager');
  return (
    <Chips
      label={clients.filterByType}
      value={next ? null : type}
      onChange={(chosen) => onChange({ type: chosen, next: undefined })}
      choices={[
        { text: clients.all, number: stats?.total },
        ...TYPES.map((each) => ({
          value: each,
          text: clients.types[each],
          number: stats?.by_type[each],
        })),
      ]}
    >
      {isManager && (
        <Chip
          icon={<IconHourglassEmpty size={15} aria-hidden />}
          pressed={!!next}
          onClick={() => onChange({ next: next ? undefined : 'none', type: undefined, q: undefined })}
        >
          {clients.withoutNext}
        </Chip>
      )}
    </Chips>
  );
}
