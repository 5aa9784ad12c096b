import { expect, test } from 'vitest';
import type { FollowUp } from '~/api/client';
import { countOf, nextInQueue, type Passed, withoutSkipped } from './queue';

const rows = ['a', 'b', 'c'].map((id) => ({ id }) as FollowUp);
const nobodys = () => false;
const passed: Passed = new Map([
  ['a', 'done'],
  ['b', 'skipped'],
]);

test('the most urgent one is first', () => {
  expect(nextInQueue(rows, new Map(), nobodys)?.id).toBe('a');
});

test('who has had their turn does not come again, though the list still has them', () => {
  expect(nextInQueue(rows, passed, nobodys)?.id).toBe('c');
});

test('whom somebody else is calling is left to them', () => {
  expect(nextInQueue(rows, new Map(), ({ id }) => id === 'a')?.id).toBe('b');
});

test('when all had their turn nobody is next, until the skipped ones get another', () => {
  expect(nextInQueue(rows.slice(0, 2), passed, nobodys)).toBeUndefined();
  expect(nextInQueue(rows.slice(0, 2), withoutSkipped(passed), nobodys)?.id).toBe('b');
  expect(countOf(passed, 'skipped')).toBe(1);
});
