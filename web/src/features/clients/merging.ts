import type { Client, Schemas } from '~/api/client';
import type { Values } from './editing';

/** What of two clients only one can keep. The rest of both is kept anyway. */
export const ROWS = ['name', 'phone', 'email', 'type', 'source', 'status', 'assigned'] as const;
export type Row = (typeof ROWS)[number];
export type Side = 'kept' | 'duplicate';
export type Choices = Partial<Record<Row, Side>>;

const FIELDS: Record<Row, (client: Client) => Partial<Values>> = {
  name: ({ first_name, last_name }) => ({ first_name, last_name }),
  phone: ({ phone }) => ({ phone }),
  email: ({ email }) => ({ email }),
  type: ({ type }) => ({ type }),
  source: ({ source }) => ({ source }),
  status: ({ status }) => ({ status }),
  assigned: ({ assigned_to }) => ({ assigned_to_id: assigned_to?.id ?? null }),
};

export const differ = (row: Row, one: Client, other: Client): boolean =>
  JSON.stringify(FIELDS[row](one)) !== JSON.stringify(FIELDS[row](other));

/** Where one says nothing, what the other says is the likely choice. */
export function likely(kept: Client, duplicate: Client): Choices {
  const missing = (row: 'phone' | 'email') => !kept[row] && !!duplicate[row];
  return {
    ...(missing('phone') && { phone: 'duplicate' }),
    ...(missing('email') && { email: 'duplicate' }),
    ...(!kept.assigned_to && duplicate.assigned_to && { assigned: 'duplicate' }),
  };
}

/** What has to be changed in the client kept, once both are one. */
export function changesFor(choices: Choices, kept: Client, duplicate: Client): Schemas['ClientPatch'] | null {
  const taken = ROWS.filter((row) => choices[row] === 'duplicate' && differ(row, kept, duplicate));
  if (taken.length === 0) return null;
  return Object.assign({ allow_duplicate: true }, ...taken.map((row) => FIELDS[row](duplicate)));
}
