import { expect, test } from 'vitest';
import { asTime, instantAt, wallClock } from './wallClock';

test.each([
  ['2026-11-22', 630, 'America/Mexico_City', '2026-11-22T16:30:00Z'],
  ['2026-11-01', 540, 'America/New_York', '2026-11-01T14:00:00Z'],
  ['2026-07-01', 0, 'Europe/Madrid', '2026-06-30T22:00:00Z'],
  ['2026-07-01', -15, 'Europe/Madrid', '2026-06-30T21:45:00Z'],
  ['2026-07-01', 1440, 'America/Lima', '2026-07-02T05:00:00Z'],
])('what clocks show on %s after %d minutes in %s is an instant', (day, minutes, zone, instant) => {
  expect(instantAt(day, minutes, zone)).toBe(instant);
});

test.each([
  // Skipped: as much later as the clocks are put forward.
  ['2026-03-29', 150, 'Europe/Madrid', '2026-03-29T01:30:00Z', 210],
  ['2026-03-08', 150, 'America/New_York', '2026-03-08T07:30:00Z', 210],
  ['2026-09-06', 0, 'America/Santiago', '2026-09-06T04:00:00Z', 60],
  // Twice: the first one.
  ['2026-10-25', 150, 'Europe/Madrid', '2026-10-25T00:30:00Z', 150],
  ['2026-11-01', 90, 'America/Tijuana', '2026-11-01T08:30:00Z', 90],
])('on %s the clocks change, and %d minutes in %s are still a time', (day, minutes, zone, instant, shown) => {
  expect(instantAt(day, minutes, zone)).toBe(instant);
  expect(wallClock(instant, zone)).toEqual({ day, minutes: shown });
});

test('minutes of a day are read as a time', () => {
  expect([0, 545, 1439].map(asTime)).toEqual(['0:00', '9:05', '23:59']);
});
