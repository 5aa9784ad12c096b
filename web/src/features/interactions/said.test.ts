import { expect, test } from 'vitest';
import { changesOf, fieldsOf, type Said, unsaid } from './said';

const ZONE = 'America/Mexico_City';
const said: Said = { ...unsaid('2026-11-21', ''), notes: ' Quiere precios ' };

test('a day without a time is said as a day', () => {
  expect(fieldsOf(said, ZONE)).toEqual({
    method: 'call',
    occurred_at: '2026-11-21',
    follow_up_on: null,
    follow_up_time: null,
    notes: 'Quiere precios',
  });
});

test('a time is that of the branch', () => {
  expect(fieldsOf({ ...said, occurredTime: '16:30' }, ZONE).occurred_at).toBe('2026-11-21T22:30:00Z');
});

test('without a next day there is neither its time nor who is in charge', () => {
  const fields = fieldsOf({ ...said, followUpTime: '10:00', assignedToId: 'u1' }, ZONE);
  expect(fields.follow_up_time).toBeNull();
  expect(fields).not.toHaveProperty('follow_up_assigned_to_id');
});

test('only what is different is changed', () => {
  expect(changesOf({ ...said, notes: 'Quiere precios', method: 'visit' }, said, ZONE)).toEqual({
    method: 'visit',
  });
  expect(changesOf({ ...said, followUpOn: '2026-11-28', followUpTime: '09:00' }, said, ZONE)).toEqual({
    follow_up_on: '2026-11-28',
    follow_up_time: '09:00',
  });
});
