import { Button, Checkbox, Radio, Select, Stack, Text } from '@mantine/core';
import { DatePicker } from '@mantine/dates';
import { IconCalendarShare } from '@tabler/icons-react';
import { Suspense, useState } from 'react';
import type { Schemas } from '~/api/client';
import { useBranch } from '~/branch';
import type { Day } from '~/dates';
import { useTeams } from '~/features/tasks/open';
import { useTexts } from '~/i18n';
import { lazily } from '~/ui/lazily';
import { MissingAside } from '~/ui/missing';
import { useReturnedFocus } from '~/ui/useReturnedFocus';
import classes from './Agenda.module.css';
import type { AgendaFilters } from './filters';

const FeedsModal = lazily(() => import('./FeedsModal').then((module) => module.FeedsModal), MissingAside);

interface Props {
  day: Day;
  today: Day;
  people: Schemas['Person'][];
  /** In a week: whose it is. */
  person?: Schemas['Person'];
  filters: AgendaFilters;
  onChange: (changed: AgendaFilters) => void;
}

/** When, who, and of which team: what the agenda shows. */
export function Side({ day, today, people, person, filters, onChange }: Props) {
  const { agenda, actions } = useTexts();
  const teams = useTeams(useBranch()?.id);
  const [isSubscribing, subscribe] = useState(false);
  useReturnedFocus(isSubscribing);
  return (
    <aside className={classes.side} aria-label={agenda.filters}>
      <DatePicker
        key={day}
        value={day}
        defaultDate={day}
        onChange={(chosen) => chosen && onChange({ day: chosen === today ? undefined : chosen })}
        size="xs"
        aria-label={agenda.chooseDay}
        getDayProps={(each) => (each === today ? { className: classes.today } : {})}
      />
      <People people={people} person={person} filters={filters} onChange={onChange} />
      {teams.length > 0 && (
        <Select
          mt="lg"
          size="sm"
          label={agenda.team}
          placeholder={agenda.anyTeam}
          data={teams.map(({ id, name }) => ({ value: id, label: name }))}
          value={filters.team_id ?? null}
          onChange={(id) => onChange({ team_id: id ?? undefined, operator_id: undefined })}
          clearable
          clearButtonProps={{ 'aria-label': actions.clear }}
          comboboxProps={{ withinPortal: false }}
        />
      )}
      <Button
        mt="lg"
        variant="subtle"
        fullWidth
        leftSection={<IconCalendarShare size={17} aria-hidden />}
        onClick={() => subscribe(true)}
      >
        {agenda.subscribe}
      </Button>
      <Suspense>{isSubscribing && <FeedsModal onClose={() => subscribe(false)} />}</Suspense>
    </aside>
  );
}

function People({ people, person, filters, onChange }: Omit<Props, 'day' | 'today'>) {
  const { agenda } = useTexts();
  const all = people.map(({ id }) => id);
  const title = (
    <Text fz={12.5} fw={600} c="var(--ink-3)" mt="lg" mb={8}>
      {agenda.operators}
    </Text>
  );
  if (person)
    return (
      <>
        {title}
        <Radio.Group
          aria-label={agenda.whose}
          value={person.id}
          onChange={(id) => onChange({ operator_id: [id] })}
        >
          <Stack gap={9} className={classes.people}>
            {people.map(({ id, name }) => (
              <Radio key={id} value={id} label={name} size="sm" />
            ))}
          </Stack>
        </Radio.Group>
      </>
    );
  return (
    <>
      {title}
      <Checkbox.Group
        role="group"
        aria-label={agenda.visible}
        value={filters.operator_id?.filter((id) => all.includes(id)) ?? all}
        onChange={(ids) => onChange({ operator_id: ids.length === all.length ? undefined : ids })}
      >
        <Stack gap={9} className={classes.people}>
          {people.map(({ id, name }) => (
            <Checkbox key={id} value={id} label={name} size="sm" />
          ))}
        </Stack>
      </Checkbox.Group>
    </>
  );
}
