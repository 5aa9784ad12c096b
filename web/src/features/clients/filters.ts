import type { Day } from '~/dates';

export const KINDS = ['clients', 'patients', 'students'] as const;
export const TYPES = ['lead', 'prospect', 'customer', 'vip'] as const;
export const SOURCES = ['referral', 'web', 'direct', 'competitor', 'other'] as const;
export const STATUSES = ['active', 'inactive'] as const;
export const SORTS = ['-created_at', 'name', '-updated_at'] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export type Kind = (typeof KINDS)[number];
export type ClientType = (typeof TYPES)[number];

/** What the address says about which people are shown; all but `kind` and `next` as the API names it. */
export interface ClientFilters {
  /** Clients, unless it says otherwise. */
  kind?: 'patients' | 'students';
  /** `none`: whom nobody has promised to contact again. */
  next?: 'none';
  q?: string;
  type?: ClientType;
  source?: (typeof SOURCES)[number];
  status?: (typeof STATUSES)[number];
  tag?: string[];
  assigned_to_id?: string;
  branch_id?: string;
  created_from?: Day;
  created_to?: Day;
  sort?: 'name' | '-updated_at';
}

/** The filters that stand behind the button, since they are asked for less often. */
export const FURTHER = [
  'source',
  'status',
  'tag',
  'assigned_to_id',
  'branch_id',
  'created_from',
  'created_to',
  'sort',
] as const satisfies (keyof ClientFilters)[];

export function clientFilters(search: Record<string, unknown>): ClientFilters {
  const text = (name: string) => (typeof search[name] === 'string' ? search[name] || undefined : undefined);
  const day = (name: string) => (DAY.test(text(name) ?? '') ? text(name) : undefined);
  const one = <T>(choices: readonly T[], name: string) => choices.find((choice) => choice === search[name]);
  return {
    kind: one(['patients', 'students'] as const, 'kind'),
    next: one(['none'] as const, 'next'),
    // A number in the address is read as one.
    q: typeof search.q === 'number' ? String(search.q) : text('q'),
    type: one(TYPES, 'type'),
    source: one(SOURCES, 'source'),
    status: one(STATUSES, 'status'),
    tag: texts(search.tag),
    assigned_to_id: text('assigned_to_id'),
    branch_id: text('branch_id'),
    created_from: day('created_from'),
    created_to: day('created_to'),
    sort: one(['name', '-updated_at'] as const, 'sort'),
  };
}

function texts(value: unknown): string[] | undefined {
  const all = [value].flat().filter((each): each is string => typeof each === 'string' && each !== '');
  return all.length > 0 ? all : undefined;
}

/** As the API takes them, except for the branch that is looked at everywhere. */
export function asQuery({ kind: _kind, next: _next, ...filters }: ClientFilters) {
  const { type, source, status, assigned_to_id, branch_id, ...others } = filters;
  return {
    ...others,
    ...(type && { type: [type] }),
    ...(source && { source: [source] }),
    ...(status && { status: [status] }),
    ...(assigned_to_id && { assigned_to_id: [assigned_to_id] }),
    ...(branch_id && { branch_id: [branch_id] }),
  };
}
