import type { Day } from '~/dates';

const STATES = ['overdue', 'today', 'upcoming'] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export type OpenState = (typeof STATES)[number];

/** What stands in the address bar, named as in the API. */
export interface FollowUpFilters {
  state?: OpenState;
  q?: string;
  assigned_to_id?: string;
  due_from?: Day;
  due_to?: Day;
}

export function followUpFilters(search: Record<string, unknown>): FollowUpFilters {
  const text = (name: string) => (typeof search[name] === 'string' ? search[name] || undefined : undefined);
  const day = (name: string) => (DAY.test(text(name) ?? '') ? text(name) : undefined);
  return {
    state: STATES.find((state) => state === search.state),
    // A number in the address is read as one.
    q: typeof search.q === 'number' ? String(search.q) : text('q'),
    assigned_to_id: text('assigned_to_id'),
    due_from: day('due_from'),
    due_to: day('due_to'),
  };
}
