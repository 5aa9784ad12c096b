import { Button, Text } from '@mantine/core';
import { IconPlus, IconUserOff } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { Schemas, Task } from '~/api/client';
import { useTimeZones, useToday } from '~/branch';
import { addDays, briefDay, dayRange, longDay, mondayOf } from '~/dates';
import { openNewTask, openTask } from '~/features/tasks/open';
import { useLanguage, useTexts } from '~/i18n';
import { EmptyState } from '~/ui/EmptyState';
import { LoadFailed } from '~/ui/LoadFailed';
import { PageHeader } from '~/ui/PageHeader';
import { SheetLoading } from '~/ui/SheetLoading';
import { usePhone } from '~/ui/usePhone';
import { instantAt } from '~/wallClock';
import classes from './Agenda.module.css';
import type { Column } from './columns';
import { DayNav } from './DayNav';
import { useAgenda } from './data';
import type { AgendaFilters } from './filters';
import { Grid } from './Grid';
import { KeyHints } from './KeyHints';
import { type Place, weekFrom } from './layout';
import { useMove, useMoved } from './moves';
import { PhoneBar } from './PhoneBar';
import { SectionTabs } from './SectionTabs';
import { Side } from './Side';
import { useColumns } from './useColumns';
import { useDescribed } from './useDescribed';
import { useSwipe } from './useSwipe';
import { WeekList } from './WeekList';

const NOBODY: Schemas['Person'][] = [];
const NOTHING: Task[] = [];

/** When people have what to do: a day of everybody side by side, or a week of one. */
export function AgendaPage() {
  const { agenda } = useTexts();
  const language = useLanguage();
  const phone = usePhone();
  const filters = useSearch({ from: '/agenda' });
  const go = useNavigate({ from: '/agenda' });
  const today = useToday()();
  const zones = useTimeZones();
  const day = filters.day ?? today;
  const view = filters.view ?? 'day';
  const days = view === 'week' ? weekFrom(mondayOf(day)) : [day];
  const { data, error, refetch } = useAgenda(days[0] ?? day, days.at(-1) ?? day, filters.team_id);
  const moved = useMoved();
  const operators = data?.operators ?? NOBODY;
  const tasks = data?.events.map(moved) ?? NOTHING;
  const { columns, person, people } = useColumns({ operators, tasks, days, filters, phone });
  const move = useMove(useDescribed());
  const zoneOf = useCallback((task: Task) => zones(task.branch_id), [zones]);
  const narrow = (changed: AgendaFilters) => go({ search: (before) => ({ ...before, ...changed }) });
  const swipe = useSwipe((direction) => {
    const next = people[people.findIndex(({ id }) => id === person?.id) + direction];
    if (next) narrow({ operator_id: [next.id] });
  });

  const create = ({ day: on, operator, branchId, zone }: Column, minutes: number | null) =>
    openNewTask({
      operator_id: operator?.id ?? null,
      branch_id: branchId,
      ...(minutes === null ? { due_on: on } : { planned_at: instantAt(on, minutes, zone) }),
    });
  const title =
    view === 'week'
      ? dayRange(days[0] ?? day, days.at(-1) ?? day, language)
      : phone
        ? briefDay(day, language)
        : longDay(day, language);
  const isNow = days.includes(today);

  return (
    <>
      <SectionTabs />
      <PageHeader title={title} tab={agenda.title} mark={isNow && view === 'day' ? agenda.today : undefined}>
        <DayNav
          view={view}
          onView={(chosen) => narrow({ view: chosen === 'week' ? 'week' : undefined })}
          onStep={(steps) => narrow({ day: addDays(day, steps * days.length) })}
          onToday={() => narrow({ day: undefined })}
          phone={phone}
        >
          <Button
            leftSection={<IconPlus size={17} aria-hidden />}
            onClick={() => openNewTask({ due_on: day, ...(person && { operator_id: person.id }) })}
          >
            {agenda.newTask}
          </Button>
        </DayNav>
      </PageHeader>
      <div className={classes.page}>
        {phone ? (
          <PhoneBar people={people} person={person} filters={filters} onChange={narrow} />
        ) : (
          <Side
            day={day}
            today={today}
            people={people}
            person={view === 'week' ? person : undefined}
            filters={filters}
            onChange={narrow}
          />
        )}
        <div className={classes.canvas} {...(phone && swipe)}>
          {error && !data ? (
            <LoadFailed problem={error} onRetry={refetch} />
          ) : !data ? (
            <SheetLoading height="calc(100dvh - 158px)" />
          ) : columns.length === 0 ? (
            <EmptyState
              icon={<IconUserOff size={28} />}
              title={agenda.nobodyHere}
              action={
                <Button
                  variant="default"
                  onClick={() => narrow({ operator_id: undefined, team_id: undefined })}
                >
                  {agenda.showAll}
                </Button>
              }
            >
              {agenda.nobodyHereMore}
            </EmptyState>
          ) : phone && view === 'week' ? (
            <WeekList columns={columns} tasks={tasks} onCreate={create} />
          ) : (
            <>
              <Grid
                key={`${view} ${phone}`}
                columns={columns}
                tasks={tasks}
                zoneOf={zoneOf}
                onCreate={create}
                onOpen={({ id }) => openTask(id)}
                onMove={(task: Task, to: Place, step: boolean) => move(task, to, step)}
              />
              {!phone && (
                <Text component="div" fz={12.5} c="var(--ink-3)" mt={8}>
                  <KeyHints />
                </Text>
              )}
            </>
          )}
        </div>
      </div>
    </>
  );
}
