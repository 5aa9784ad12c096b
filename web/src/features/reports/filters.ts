import type { Day } from '~/dates';

const TYPES = ['lead', 'prospect', 'sale'] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export type StepType = (typeof TYPES)[number];

/** What stands in the address bar, named as in the API; without a `report` the unattended follow-ups are shown. */
export interface ReportFilters {
  report?: 'without-next-step';
  branch_id?: string;
  agent_id?: string;
  from?: Day;
  to?: Day;
  type?: StepType;
}

export function reportFilters(search: Record<string, unknown>): ReportFilters {
  const text = (name: string) => (typeof search[name] === 'string' ? search[name] || undefined : undefined);
  const day = (name: string) => (DAY.test(text(name) ?? '') ? text(name) : undefined);
  return {
    report: search.report === 'without-next-step' ? search.report : undefined,
    branch_id: text('branch_id'),
    agent_id: text('agent_id'),
    from: day('from'),
    to: day('to'),
    type: TYPES.find((type) => type === search.type),
  };
}
