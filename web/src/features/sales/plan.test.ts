import { expect, test } from 'vitest';
import { bodyOf, planOf, usualReminders, withReminder } from './plan';

const ZONE = 'America/Mexico_City';
const plan = { ...planOf(), day: '2026-11-23' };

test('the usual reminders come before the follow-up', () => {
  expect(usualReminders(planOf(), ZONE)).toEqual([]);
  expect(usualReminders(plan, ZONE)).toEqual([
    ['remindSameDay', '2026-11-23T15:00:00Z'],
    ['remindDayBefore', '2026-11-22T15:00:00Z'],
  ]);
  expect(usualReminders({ ...plan, time: '16:30' }, ZONE)).toContainEqual([
    'remindHourBefore',
    '2026-11-23T21:30:00.000Z',
  ]);
});

test('a reminder is there once, and all are in order', () => {
  const later = '2026-11-23T15:00:00Z';
  expect(withReminder([later], '2026-11-22T15:00:00.000Z')).toEqual(['2026-11-22T15:00:00.000Z', later]);
  expect(withReminder([later], '2026-11-23T15:00:00.000Z')).toHaveLength(1);
});

test('what nobody chose is left to the server', () => {
  expect(bodyOf({ ...plan, notes: ' Llamar ' })).toEqual({
    due_on: '2026-11-23',
    due_time: null,
    notes: 'Llamar',
    reminders: [],
  });
});
