import type { Schemas } from '~/api/client';
import { clockTime, type Day, dayOf } from '~/dates';
import type { Pack } from '~/packs';
import { instantAt, minutesOf } from '~/wallClock';

type Interaction = Schemas['Interaction'];
export type Method = Interaction['method'];
export type Direction = Interaction['direction'];

/** What a form says about an interaction, whoever it was with. Times are «16:30», or empty. */
export interface Said {
  method: Method;
  /** Undefined: the usual one of the method. */
  direction?: Direction;
  occurredOn: Day | null;
  occurredTime: string;
  followUpOn: Day | null;
  followUpTime: string;
  assignedToId?: string;
  notes: string;
}

/** A form that nobody has written in. */
export const unsaid = (today: Day | null, time: string): Said => ({
  method: 'call',
  occurredOn: today,
  occurredTime: time,
  followUpOn: null,
  followUpTime: '',
  notes: '',
});

export function saidBy(interaction: Interaction, timeZone: string): Said {
  const at = Date.parse(interaction.occurred_at);
  return {
    method: interaction.method,
    direction: interaction.direction,
    occurredOn: dayOf(at, timeZone),
    occurredTime: interaction.precision === 'minute' ? clockTime(at, timeZone) : '',
    followUpOn: interaction.follow_up_on,
    followUpTime: interaction.follow_up_time ?? '',
    assignedToId: interaction.follow_up_assigned_to?.id,
    notes: interaction.notes,
  };
}

/** Who usually contacts whom: people visit us, and we call them. */
export const usualDirection = (method: string, pack?: Pack): Direction =>
  (pack?.directions[method] ?? pack?.default_direction ?? 'outbound') as Direction;

/** When it was, as the API takes it: an instant where a time is known, else the day. */
export const momentOf = ({ occurredOn, occurredTime }: Said, timeZone: string): string =>
  occurredTime && occurredOn ? instantAt(occurredOn, minutesOf(occurredTime), timeZone) : (occurredOn ?? '');

/** As the API takes it. */
export function fieldsOf(said: Said, timeZone: string) {
  return {
    method: said.method,
    ...(said.direction && { direction: said.direction }),
    occurred_at: momentOf(said, timeZone),
    follow_up_on: said.followUpOn,
    // A time goes with its day.
    follow_up_time: (said.followUpOn && said.followUpTime) || null,
    ...(said.followUpOn && said.assignedToId && { follow_up_assigned_to_id: said.assignedToId }),
    notes: said.notes.trim(),
  };
}

/** Only what is not as it was: what a colleague changed meanwhile in another field is to stay. */
export function changesOf(said: Said, before: Said, timeZone: string): Schemas['InteractionPatch'] {
  const [now, then] = [fieldsOf(said, timeZone), fieldsOf(before, timeZone)];
  return Object.fromEntries(
    Object.entries(now).filter(([name, value]) => value !== then[name as keyof typeof then]),
  );
}
