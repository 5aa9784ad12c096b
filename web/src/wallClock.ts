import { type Day, dayOf, timeOfDay } from './dates';

const MINUTE = 60_000;
const DAY_MINUTES = 1440;
const DAY = DAY_MINUTES * MINUTE;

/** What the clocks of a time zone show at an instant. */
export interface WallClock {
  day: Day;
  /** Since midnight. */
  minutes: number;
}

export const wallClock = (instant: string | number, timeZone: string): WallClock => ({
  day: dayOf(new Date(instant).getTime(), timeZone),
  minutes: minutesOf(timeOfDay(instant, timeZone, 'en')),
});

/**
 * When the clocks of a time zone show that; of a time that comes twice the first one. A time that is skipped is as
 * much later as the clocks are put forward.
 *
 * @param minutes since midnight; also of the days before and after
 */
export function instantAt(day: Day, minutes: number, timeZone: string): string {
  const shown = Date.parse(day) + minutes * MINUTE;
  const before = offsetAt(shown - DAY, timeZone);
  const after = offsetAt(shown + DAY, timeZone);
  const offset = [before, after].find((each) => offsetAt(shown - each, timeZone) === each) ?? before;
  return new Date(shown - offset).toISOString().replace('.000Z', 'Z');
}

/** «9:05» of minutes since midnight. */
export const asTime = (minutes: number): string =>
  `${Math.floor(minutes / 60) % 24}:${String(minutes % 60).padStart(2, '0')}`;

/** «23:30 – 0:15» of minutes since midnight, which may be of the days before and after. */
export const asSpan = (start: number, end: number): string =>
  [start, end].map((each) => asTime((each + DAY_MINUTES) % DAY_MINUTES)).join(' – ');

/** The minutes since midnight of «09:05». */
export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** By how many milliseconds a time zone is ahead of UTC at a moment. */
function offsetAt(at: number, timeZone: string): number {
  const { day, minutes } = wallClock(at, timeZone);
  return Date.parse(day) + minutes * MINUTE - Math.floor(at / MINUTE) * MINUTE;
}
