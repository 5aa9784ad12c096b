import { expect, test } from 'vitest';
import { inBrief, likeMonday, openDays, usualHours, withOneMore } from './hours';

test('days with the same hours are told together', () => {
  const hours = { ...usualHours(), sat: [{ start: '10:00', end: '14:00' }] };
  expect(inBrief(hours)).toEqual([
    { first: 'mon', last: 'fri', spans: '09:00–18:00' },
    { first: 'sat', last: 'sat', spans: '10:00–14:00' },
  ]);
});

test('a closed day parts them', () => {
  expect(inBrief({ ...usualHours(), wed: [] }).map(({ first, last }) => [first, last])).toEqual([
    ['mon', 'tue'],
    ['thu', 'fri'],
  ]);
});

test('the afternoon comes an hour after the morning', () => {
  const morning = { mon: [{ start: '09:00', end: '13:00' }] };
  expect(withOneMore(morning, 'mon').mon).toEqual([
    { start: '09:00', end: '13:00' },
    { start: '14:00', end: '17:00' },
  ]);
  expect(withOneMore({}, 'sun').sun).toEqual([{ start: '09:00', end: '18:00' }]);
});

test('the week can be like its Monday, and closed days are left out', () => {
  const hours = likeMonday({ mon: [{ start: '08:00', end: '12:00' }], sat: [] });
  expect(Object.keys(openDays(hours))).toEqual(['mon', 'tue', 'wed', 'thu', 'fri']);
});
