import 'dayjs/locale/es';
import type { Language } from './i18n';

/** A day as the API writes it: `YYYY-MM-DD`. */
export type Day = string;

const DAY = 86_400_000;
const LOCALES: Record<Language, string> = { es: 'es-MX', en: 'en-US' };

/** Which day it is at a moment (milliseconds) in a time zone. */
export function dayOf(at: number, timeZone: string): Day {
  return format('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
}

export const addDays = (day: Day, days: number): Day =>
  new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

export const daysBetween = (from: Day, to: Day): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY);

/** «18 nov 2026». */
export const shortDay = (day: Day, language: Language): string =>
  format(LOCALES[language], { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' }).format(
    Date.parse(day),
  );

/** «Sábado 21 de noviembre», «Saturday, November 21». */
export function longDay(day: Day, language: Language): string {
  const written = format(LOCALES[language], {
    timeZone: 'UTC',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  }).format(Date.parse(day));
  return capitalized(language === 'es' ? written.replace(',', '') : written);
}

/** «Hoy», «Ayer», «Dentro de 4 días». */
export const relativeDay = (day: Day, today: Day, language: Language): string =>
  capitalized(relative(language).format(daysBetween(today, day), 'day'));

/** «16:30». */
export const timeOfDay = (instant: string | number, timeZone: string, language: Language): string =>
  format(LOCALES[language], { timeZone, hour: 'numeric', minute: '2-digit', hourCycle: 'h23' }).format(
    new Date(instant),
  );

/** «Sáb 21 de noviembre»: a day where there is little room. */
export const briefDay = (day: Day, language: Language): string =>
  capitalized(
    format(LOCALES[language], { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'long' })
      .format(Date.parse(day))
      .replace(/[.,]/g, ''),
  );

/** «Sáb 21». */
export const weekdayOf = (day: Day, language: Language): string =>
  `${capitalized(
    format(LOCALES[language], { timeZone: 'UTC', weekday: 'short' }).format(Date.parse(day)).replace('.', ''),
  )} ${Number(day.slice(8))}`;

/** «16 – 22 de noviembre». */
export const dayRange = (first: Day, last: Day, language: Language): string =>
  format(LOCALES[language], { timeZone: 'UTC', day: 'numeric', month: 'long' })
    .formatRange(Date.parse(first), Date.parse(last))
    .replace(/\s*–\s*/, ' – ');

/** The Monday of a day's week. */
export const mondayOf = (day: Day): Day => addDays(day, -((new Date(day).getUTCDay() + 6) % 7));

/** «18 nov 2026, 16:30». */
export const shortMoment = (instant: string | number, timeZone: string, language: Language): string => {
  const at = new Date(instant).getTime();
  return `${shortDay(dayOf(at, timeZone), language)}, ${timeOfDay(at, timeZone, language)}`;
};

/** «09:05»: what a clock in a time zone shows, as time fields and the API write it. */
export const clockTime = (at: number, timeZone: string): string =>
  format('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);

/** «hace 12 s», «hace 3 min»: how long ago something was, both in milliseconds. */
export function ago(at: number, now: number, language: Language): string {
  const seconds = Math.max(0, Math.round((now - at) / 1000));
  const [unit, size] = STEPS.find(([, size]) => seconds >= size) ?? (['second', 1] as const);
  return new Intl.RelativeTimeFormat(LOCALES[language], { style: 'short' }).format(
    -Math.floor(seconds / size),
    unit,
  );
}

// The largest first, in seconds.
const STEPS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, options);
  formats.set(key, made);
  return made;
}

const relative = (language: Language) => new Intl.RelativeTimeFormat(LOCALES[language], { numeric: 'auto' });

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
