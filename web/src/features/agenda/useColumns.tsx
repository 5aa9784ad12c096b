import type { Schemas, Task } from '~/api/client';
import { useUser } from '~/api/session';
import { useBranch, useTimeZones, useToday } from '~/branch';
import { type Day, longDay, weekdayOf } from '~/dates';
import { usePeople } from '~/features/tasks/open';
import { useLanguage, useTexts } from '~/i18n';
import { PersonName } from '~/ui/PersonName';
import type { Column } from './columns';
import type { AgendaFilters } from './filters';

interface Asked {
  operators: Schemas['Person'][];
  tasks: Task[];
  days: Day[];
  filters: AgendaFilters;
  phone: boolean;
}

/** What nobody has to do stands under this, where somebody's id stands otherwise. */
export const UNASSIGNED = 'none';

/** The columns of the agenda, and whose they can be. In a week, and on a phone, they are one person's. */
export function useColumns({ operators, tasks, days, filters, phone }: Asked) {
  const { agenda, people: said } = useTexts();
  const language = useLanguage();
  const user = useUser();
  const today = useToday();
  const zones = useTimeZones();
  const here = useBranch() ?? user.branches[0];
  const known = usePeople();
  const branchOf = (person: Schemas['Person'] | null): string => {
    const branches = known.flatMap((each) =>
      each.id === person?.id && 'branch_ids' in each ? each.branch_ids : [],
    );
    const mine = user.branches.find(({ id }) => (branches as string[]).includes(id));
    return (here && (branches as string[]).includes(here.id) ? here : (mine ?? here))?.id ?? '';
  };

  const isLoose = tasks.some(({ operator }) => !operator);
  const people = isLoose ? [...operators, { id: UNASSIGNED, name: agenda.unassigned }] : operators;
  const chosen = people.filter(({ id }) => !filters.operator_id || filters.operator_id.includes(id));
  const isOnes = phone || days.length > 1;
  const person = isOnes
    ? ((filters.operator_id && chosen[0]) ?? people.find(({ id }) => id === user.id) ?? people[0])
    : undefined;
  const isOf = (id?: string) => (task: Task) => (task.operator?.id ?? UNASSIGNED) === id;
  const asOperator = (each?: Schemas['Person']) => (!each || each.id === UNASSIGNED ? null : each);

  const columns: Column[] = days.flatMap((day) =>
    (isOnes ? (person ? [person] : []) : chosen).map((each) => {
      const operator = asOperator(each);
      const branchId = branchOf(operator);
      const shared = { day, operator, branchId, zone: zones(branchId), isToday: day === today(branchId) };
      if (days.length > 1)
        return {
          ...shared,
          key: day,
          head: weekdayOf(day, language),
          words: agenda.onDay(longDay(day, language)),
          holds: isOf(each.id),
        };
      return {
        ...shared,
        key: each.id,
        head: <PersonName person={operator} />,
        words: agenda.withPerson(operator?.name ?? said.nobody),
        holds: isOf(each.id),
      };
    }),
  );
  return { columns, people, person };
}
