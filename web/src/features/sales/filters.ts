import type { Day } from '~/dates';

const STATUSES = ['overdue', 'in_progress', 'concluded'] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export type SaleStatus = (typeof STATUSES)[number];

/** What stands in the address bar, named as in the API; `sale` is the one that is open. */
export interface SaleFilters {
  follow_up_status?: SaleStatus;
  q?: string;
  agent_id?: string;
  from?: Day;
  to?: Day;
  sale?: string;
}

export function saleFilters(search: Record<string, unknown>): SaleFilters {
  const text = (name: string) => (typeof search[name] === 'string' ? search[name] || undefined : undefined);
  const day = (name: string) => (DAY.test(text(name) ?? '') ? text(name) : undefined);
  return {
    follow_up_status: STATUSES.find((status) => status === search.follow_up_status),
    // A number in the address is read as one.
    q: typeof search.q === 'number' ? String(search.q) : text('q'),
    agent_id: text('agent_id'),
    from: day('from'),
    to: day('to'),
    sale: text('sale'),
  };
}
