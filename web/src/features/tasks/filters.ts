import type { Day } from '~/dates';

const SHOWS = ['urgent', 'in_preparation'] as const;
const STATUSES = ['planned', 'done', 'cancelled'] as const;
const DAYS = ['planned_from', 'planned_to', 'created_from', 'created_to'] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export type Show = (typeof SHOWS)[number];
export type Status = (typeof STATUSES)[number];

/** What stands in the address bar, named as in the API; `show` is one of the quick buttons. */
export interface TaskFilters {
  show?: Show;
  status?: Status;
  type_id?: string;
  operator_id?: string;
  tag?: string;
  q?: string;
  planned_from?: Day;
  planned_to?: Day;
  created_from?: Day;
  created_to?: Day;
}

export function taskFilters(search: Record<string, unknown>): TaskFilters {
  // A number in the address is read as one.
  const text = (name: string) =>
    ['string', 'number'].includes(typeof search[name]) ? String(search[name]) || undefined : undefined;
  const days = DAYS.map((name) => [name, DAY.test(text(name) ?? '') ? text(name) : undefined]);
  return {
    show: SHOWS.find((show) => show === search.show),
    status: STATUSES.find((status) => status === search.status),
    type_id: text('type_id'),
    operator_id: text('operator_id'),
    tag: text('tag'),
    q: text('q'),
    ...Object.fromEntries(days),
  };
}

/** The columns of the board, by how far a task has come. */
export const STEPS = ['waiting', 'attended', 'closed'] as const;
export type Step = (typeof STEPS)[number];

/** How the API is asked for a column; nothing where the filters leave nothing of it. */
export function queryOf(step: Step, { show, status, type_id, operator_id, tag, ...others }: TaskFilters) {
  const ofStep = step === 'closed' ? (['done', 'cancelled'] as const) : (['planned'] as const);
  const statuses = ofStep.filter((each) => !status || each === status);
  // Urgent is what is open, and in preparation what nobody has taken.
  if (
    statuses.length === 0 ||
    (show && step === 'closed') ||
    (show === 'in_preparation' && step === 'attended')
  )
    return undefined;
  return {
    status: [...statuses],
    ...(step === 'closed' ? {} : { claimed: step === 'attended', sort: 'planned' as const }),
    ...(show === 'urgent' && { urgent: true }),
    ...(show === 'in_preparation' && { unassigned: true }),
    ...(type_id && { type_id: [type_id] }),
    ...(operator_id && { operator_id: [operator_id] }),
    ...(tag && { tag: [tag] }),
    ...others,
  };
}

const GROUPS = ['type', 'tag', 'operator'] as const;

export function reportFilters(search: Record<string, unknown>): {
  by: (typeof GROUPS)[number];
  from?: Day;
  to?: Day;
} {
  const day = (name: string) => (DAY.test(String(search[name])) ? String(search[name]) : undefined);
  return { by: GROUPS.find((by) => by === search.by) ?? 'type', from: day('from'), to: day('to') };
}
