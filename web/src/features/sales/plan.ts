import type { FollowUp, Schemas } from '~/api/client';
import { addDays, clockTime, type Day, dayOf } from '~/dates';
import { instantAt, minutesOf } from '~/wallClock';

export const MORNING = '09:00';
const HOUR = 3_600_000; // ms

/** A follow-up as a form holds it. */
export interface Plan {
  day: Day | null;
  /** «16:30», or empty where any time of the day will do. */
  time: string;
  notes: string;
  assignedTo?: string;
  reminders: string[];
}

export const planOf = (followUp?: FollowUp, notes = ''): Plan => ({
  day: followUp?.due_on ?? null,
  time: followUp?.due_time ?? '',
  notes: followUp?.notes ?? notes,
  assignedTo: followUp?.assigned_to?.id,
  reminders: followUp?.reminders ?? [],
});

/** As the API takes it; who is in charge is left to it where nobody was chosen. */
export function bodyOf({ day, time, notes, assignedTo, reminders }: Plan): Schemas['PlanIn'] {
  if (!day) throw new Error('a follow-up has a day');
  return {
    due_on: day,
    due_time: time || null,
    notes: notes.trim(),
    reminders,
    ...(assignedTo && { assigned_to_id: assignedTo }),
  };
}

export type Usual = 'remindSameDay' | 'remindDayBefore' | 'remindHourBefore';

/** The reminders that people usually want, as instants. */
export function usualReminders({ day, time }: Plan, zone: string): [Usual, string][] {
  if (!day) return [];
  const usual: [Usual, string][] = [
    ['remindSameDay', instantAt(day, minutesOf(MORNING), zone)],
    ['remindDayBefore', instantAt(addDays(day, -1), minutesOf(time || MORNING), zone)],
  ];
  if (time)
    usual.push([
      'remindHourBefore',
      new Date(Date.parse(instantAt(day, minutesOf(time), zone)) - HOUR).toISOString(),
    ]);
  return usual;
}

/** With one more, in order and each once. */
export const withReminder = (reminders: string[], added: string): string[] =>
  [...reminders.filter((each) => Date.parse(each) !== Date.parse(added)), added].sort(
    (one, other) => Date.parse(one) - Date.parse(other),
  );

/** What the fields of an instant begin with: now. */
export const fieldsOf = (at: number, zone: string) => ({ day: dayOf(at, zone), time: clockTime(at, zone) });
