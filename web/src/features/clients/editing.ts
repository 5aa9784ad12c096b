import type { Client, Schemas } from '~/api/client';

/** What can be edited of a client, as the API takes it. */
export type Values = Required<Omit<Schemas['ClientPatch'], 'allow_duplicate'>>;

export const valuesOf = (client: Client): Values => ({
  first_name: client.first_name,
  last_name: client.last_name,
  phone: client.phone,
  email: client.email,
  notes: client.notes,
  type: client.type,
  source: client.source,
  status: client.status,
  assigned_to_id: client.assigned_to?.id ?? null,
});

/** What somebody typed as it is stored: without spaces around, and nothing instead of an empty number. */
export function tidied(draft: Partial<Values>): Partial<Values> {
  const entries = Object.entries(draft).map(([name, value]) => {
    const text = typeof value === 'string' ? value.trim() : value;
    return [name, (name === 'phone' || name === 'email') && !text ? null : text];
  });
  return Object.fromEntries(entries);
}

/** Those of the values that are others than before. */
export function changed(before: Client, draft: Partial<Values>): Partial<Values> {
  const values = valuesOf(before);
  const others = Object.entries(tidied(draft)).filter(
    ([name, value]) => value !== values[name as keyof Values],
  );
  return Object.fromEntries(others);
}

/** Whether somebody else changed the same, and not to the same. */
export function isContested(before: Client, now: Client, draft: Partial<Values>): boolean {
  const [then, current] = [valuesOf(before), valuesOf(now)];
  return (Object.keys(draft) as (keyof Values)[]).some(
    (name) => then[name] !== current[name] && current[name] !== draft[name],
  );
}
