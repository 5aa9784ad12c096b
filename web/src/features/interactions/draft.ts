import type { Schemas } from '~/api/client';
import type { Day } from '~/dates';

export type Contact = Schemas['Contact'];
export type Draft = Schemas['InteractionIn'];

/** Whom the form is about, as far as it is known: somebody found, or a name that nobody has yet. */
export interface Chosen {
  contact?: Contact;
  name: string;
  lastName: string;
  phone: string;
}

/** What a form begins with: its client, or nobody yet. */
export const chosenAs = (client?: Schemas['ClientRef']): Chosen => ({
  contact: client && asContact(client),
  name: client?.name ?? '',
  lastName: '',
  phone: '',
});

const asContact = (client: Schemas['ClientRef']): Contact => ({
  kind: 'client',
  id: client.id,
  client_id: client.id,
  name: client.name ?? '',
  phone: client.phone,
  has_phone: !!client.phone,
});

export const isNew = ({ contact, name }: Chosen): boolean => !contact && name.trim().length > 1;
/** A patient without a number needs one; a client need not have any. */
export const needsPhone = (chosen: Chosen): boolean =>
  isNew(chosen) || (chosen.contact?.kind === 'patient' && !chosen.contact.has_phone);
export const needsLastName = (chosen: Chosen): boolean => isNew(chosen) && !chosen.name.trim().includes(' ');

/** Whether all that is asked about whom the form is about has been said. */
export const isChosen = (chosen: Chosen): boolean =>
  (!!chosen.contact || isNew(chosen)) &&
  (!needsPhone(chosen) || !!chosen.phone.trim()) &&
  (!needsLastName(chosen) || !!chosen.lastName.trim());

export const isComplete = (chosen: Chosen, occurredOn: Day | null): boolean =>
  !!occurredOn && isChosen(chosen);

/** The contact union of the API. A whole name in one field is parted at its first space. */
export function contactOf(chosen: Chosen): Draft['contact'] {
  const { contact, phone } = chosen;
  if (contact?.kind === 'client') return { client_id: contact.id };
  if (contact) return { patient_id: contact.id, ...(needsPhone(chosen) && { phone: phone.trim() }) };
  const [first = '', ...rest] = chosen.name.trim().split(/\s+/);
  const last_name = rest.length > 0 ? rest.join(' ') : chosen.lastName.trim();
  return { first_name: first, last_name, phone: phone.trim() };
}
