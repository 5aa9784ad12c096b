import type { Day } from '~/dates';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
export const VIEWS = ['day', 'week'] as const;
export type View = (typeof VIEWS)[number];

/** What stands in the address bar: when, how, whose. */
export interface AgendaFilters {
  /** None: today, which moves on. */
  day?: Day;
  view?: View;
  /** None: everybody. */
  operator_id?: string[];
  team_id?: string;
}

export function agendaFilters(search: Record<string, unknown>): AgendaFilters {
  const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);
  const people = [search.operator_id].flat().flatMap((each) => text(each) ?? []);
  const day = text(search.day);
  return {
    day: day && DAY.test(day) && !Number.isNaN(Date.parse(day)) ? day : undefined,
    view: search.view === 'week' ? 'week' : undefined,
    operator_id: people.length > 0 ? people : undefined,
    team_id: text(search.team_id),
  };
}
