import { expect, test } from 'vitest';
import { completeUntil, type Happened, momentsOf, openFollowUps, openTasks } from './timeline';

const happened = {
  interactions: [
    { id: 'i2', occurred_at: '2026-11-20T10:00:00Z', completes_follow_up_id: 'f2' },
    { id: 'i1', occurred_at: '2026-11-10T10:00:00Z', completes_follow_up_id: null },
  ],
  follow_ups: [
    { id: 'f1', state: 'done', completed_at: '2026-11-15T10:00:00Z', due_on: '2026-11-15' },
    { id: 'f2', state: 'done', completed_at: '2026-11-20T10:00:00Z', due_on: '2026-11-20' },
    { id: 'f3', state: 'upcoming', completed_at: null, due_on: '2026-12-01' },
    { id: 'f4', state: 'overdue', completed_at: null, due_on: '2026-11-01' },
    {
      id: 'f5',
      state: 'cancelled',
      completed_at: null,
      updated_at: '2026-11-12T10:00:00Z',
      due_on: '2026-11-30',
    },
  ],
  tasks: [
    { id: 't1', status: 'done', closed_at: '2026-11-21T10:00:00Z' },
    { id: 't2', status: 'planned', planned_at: null, due_on: null },
    { id: 't3', status: 'planned', planned_at: '2026-11-22T10:00:00Z' },
  ],
  history: [{ id: 'n1', occurred_at: '2026-11-11T10:00:00Z' }],
} as unknown as Happened;

test('all that happened is one line, the latest first, and nothing is told twice', () => {
  expect(momentsOf(happened).map(({ id }) => id)).toEqual(['t1', 'i2', 'f1', 'f5', 'n1', 'i1']);
});

test('what is ahead comes by its day', () => {
  expect(openFollowUps(happened.follow_ups).map(({ id }) => id)).toEqual(['f4', 'f3']);
  expect(openTasks(happened.tasks).map(({ id }) => id)).toEqual(['t3', 't2']);
});

test('the line goes down to where every list is known', () => {
  const list = (...days: string[]) => days.map((day) => ({ occurred_at: `${day}T00:00:00Z` }));
  expect(completeUntil([list('2026-11-20', '2026-11-10'), list('2026-11-15')])).toBe(
    Date.parse('2026-11-15'),
  );
  expect(completeUntil([])).toBe(Number.NEGATIVE_INFINITY);
});
