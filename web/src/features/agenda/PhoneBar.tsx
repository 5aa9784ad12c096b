import { ActionIcon, SegmentedControl, Select } from '@mantine/core';
import { IconCalendarShare } from '@tabler/icons-react';
import { Suspense, useState } from 'react';
import type { Schemas } from '~/api/client';
import { useTexts } from '~/i18n';
import { lazily } from '~/ui/lazily';
import { MissingAside } from '~/ui/missing';
import { useReturnedFocus } from '~/ui/useReturnedFocus';
import classes from './Agenda.module.css';
import type { AgendaFilters } from './filters';

const FeedsModal = lazily(() => import('./FeedsModal').then((module) => module.FeedsModal), MissingAside);

interface Props {
  people: Schemas['Person'][];
  person?: Schemas['Person'];
  filters: AgendaFilters;
  onChange: (changed: AgendaFilters) => void;
}

/** On a phone: whose day it is, or their week as a list. */
export function PhoneBar({ people, person, filters, onChange }: Props) {
  const { agenda } = useTexts();
  const [isSubscribing, subscribe] = useState(false);
  useReturnedFocus(isSubscribing);
  return (
    <div className={classes.phoneBar}>
      <Select
        className={classes.person}
        size="md"
        aria-label={agenda.operator}
        data={people.map(({ id, name }) => ({ value: id, label: name ?? '' }))}
        value={person?.id ?? null}
        onChange={(id) => id && onChange({ operator_id: [id] })}
        allowDeselect={false}
      />
      <SegmentedControl
        aria-label={agenda.view}
        size="sm"
        h={42}
        data={[
          { value: 'day', label: agenda.views.day },
          { value: 'week', label: agenda.views.list },
        ]}
        value={filters.view ?? 'day'}
        onChange={(view) => onChange({ view: view === 'week' ? 'week' : undefined })}
      />
      <ActionIcon variant="default" size={42} aria-label={agenda.subscribe} onClick={() => subscribe(true)}>
        <IconCalendarShare size={19} aria-hidden />
      </ActionIcon>
      <Suspense>{isSubscribing && <FeedsModal onClose={() => subscribe(false)} />}</Suspense>
    </div>
  );
}
