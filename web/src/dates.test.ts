import { expect, test } from 'vitest';
import {
  addDays,
  ago,
  briefDay,
  clockTime,
  dayOf,
  dayRange,
  daysBetween,
  longDay,
  mondayOf,
  relativeDay,
  shortDay,
  timeOfDay,
  weekdayOf,
} from './dates';

const at = Date.parse('2026-11-22T05:59:00Z');

test('which day it is depends on the time zone', () => {
  expect(dayOf(at, 'America/Mexico_City')).toBe('2026-11-21');
  expect(dayOf(at, 'America/Tijuana')).toBe('2026-11-21');
  expect(dayOf(at + 60_000, 'America/Mexico_City')).toBe('2026-11-22');
  expect(dayOf(at, 'Europe/Madrid')).toBe('2026-11-22');
});

test('days are counted across months, years and changes of the clock', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
  expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
  expect(daysBetween('2026-11-22', '2026-11-19')).toBe(-3);
});

test.each([
  ['2026-11-19', 'Hace 3 días', '3 days ago'],
  ['2026-11-21', 'Ayer', 'Yesterday'],
  ['2026-11-22', 'Hoy', 'Today'],
  ['2026-11-23', 'Mañana', 'Tomorrow'],
  ['2026-11-26', 'Dentro de 4 días', 'In 4 days'],
])('%s as people say it', (day, es, en) => {
  expect(relativeDay(day, '2026-11-22', 'es')).toBe(es);
  expect(relativeDay(day, '2026-11-22', 'en')).toBe(en);
});

test('days are written in the language of the reader', () => {
  expect(shortDay('2026-11-18', 'es')).toBe('18 nov 2026');
  expect(shortDay('2026-11-18', 'en')).toBe('Nov 18, 2026');
  expect(longDay('2026-11-21', 'es')).toBe('Sábado 21 de noviembre');
  expect(longDay('2026-11-21', 'en')).toBe('Saturday, November 21');
});

test('times are those of the branch', () => {
  expect(timeOfDay('2026-11-22T16:00:00Z', 'America/Mexico_City', 'es')).toBe('10:00');
  expect(timeOfDay('2026-11-22T06:05:00Z', 'America/Mexico_City', 'es')).toMatch(/^0?0:05$/);
});

test('a week begins on Monday', () => {
  expect(mondayOf('2026-11-22')).toBe('2026-11-16');
  expect(mondayOf('2026-11-16')).toBe('2026-11-16');
  expect(dayRange('2026-11-16', '2026-11-22', 'es')).toMatch(/^16 – 22 de noviembre/);
  expect(weekdayOf('2026-11-21', 'es')).toBe('Sáb 21');
  expect(briefDay('2026-11-21', 'es')).toBe('Sáb 21 de noviembre');
});

test('a clock shows what time fields take', () => {
  expect(clockTime(Date.parse('2026-11-21T15:05:00Z'), 'America/Mexico_City')).toBe('09:05');
});

test.each([
  [12, 'hace 12 s'],
  [185, 'hace 3 min'],
  [7_300, 'hace 2 h'],
  [-5, 'hace 0 s'],
])('what was %s seconds ago is told shortly', (seconds, said) => {
  expect(ago(0, seconds * 1000, 'es')).toBe(said);
});
