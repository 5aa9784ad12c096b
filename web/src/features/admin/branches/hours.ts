import type { Schemas } from '~/api/client';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const WORKDAYS = WEEKDAYS.slice(0, 5);

export type Weekday = (typeof WEEKDAYS)[number];
export type Hours = Schemas['Hours'];
export type OpeningHours = Partial<Record<Weekday, Hours[]>>;

const USUAL: Hours = { start: '09:00', end: '18:00' };

/** What is offered first: the hours of an office. */
export const usualHours = (): OpeningHours => Object.fromEntries(WORKDAYS.map((day) => [day, [USUAL]]));

export const likeMonday = (hours: OpeningHours): OpeningHours => ({
  ...hours,
  ...Object.fromEntries(WORKDAYS.map((day) => [day, hours.mon ?? []])),
});

/** One more span of a day: the first, or what comes an hour after the last. */
export function withOneMore(hours: OpeningHours, day: Weekday): OpeningHours {
  const last = hours[day]?.at(-1);
  return { ...hours, [day]: [...(hours[day] ?? []), last ? after(last) : USUAL] };
}

function after({ end }: Hours): Hours {
  const hour = Math.min(Number(end.slice(0, 2)) + 1, 22);
  const at = (n: number) => `${String(n).padStart(2, '0')}:00`;
  return { start: at(hour), end: at(Math.min(hour + 3, 23)) };
}

/** Without days on which nothing is open: the API takes a day left out as closed. */
export const openDays = (hours: OpeningHours): OpeningHours =>
  Object.fromEntries(Object.entries(hours).filter(([, spans]) => spans.length > 0));

/** Days that follow each other with the same hours, together: `[['mon', 'fri'], '09:00–18:00']`. */
export function inBrief(hours: OpeningHours): { first: Weekday; last: Weekday; spans: string }[] {
  const brief: { first: Weekday; last: Weekday; spans: string }[] = [];
  for (const [place, day] of WEEKDAYS.entries()) {
    const spans = (hours[day] ?? []).map(({ start, end }) => `${start}–${end}`).join(', ');
    const before = brief.at(-1);
    if (before && before.spans === spans && before.last === WEEKDAYS[place - 1]) before.last = day;
    else brief.push({ first: day, last: day, spans });
  }
  return brief.filter(({ spans }) => spans !== '');
}
