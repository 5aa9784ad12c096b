import { expect, test } from 'vitest';
import type { Task } from '~/api/client';
import { movement, type Piece, piecesOf, placedAt, placeOf, shownEnd, shownStart } from './layout';

const ZONE = 'America/Mexico_City'; // six hours behind UTC
const ANA = { id: 'ana', name: 'Ana' };
const at = (id: string, planned_at: string, duration_minutes: number, operator = ANA): Task =>
  ({ id, planned_at, due_on: null, duration_minutes, operator, status: 'planned' }) as Task;
const laid = (pieces: Piece[]) => pieces.map(({ task, lane, lanes }) => [task.id, lane, lanes]);

test('tasks at the same time stand side by side; the others have the whole width', () => {
  const tasks = [
    at('b', '2026-11-22T15:30:00Z', 60),
    at('a', '2026-11-22T15:00:00Z', 60),
    at('c', '2026-11-22T16:30:00Z', 30),
  ];
  const pieces = piecesOf(tasks, '2026-11-22', () => ZONE);
  expect(laid(pieces)).toEqual([
    ['a', 0, 2],
    ['b', 1, 2],
    ['c', 0, 1],
  ]);
  expect(pieces.map(({ clashes }) => clashes)).toEqual([true, true, false]);
});

test('a lane that is free again is taken again', () => {
  const tasks = [
    at('long', '2026-11-22T15:00:00Z', 120),
    at('first', '2026-11-22T15:00:00Z', 30),
    at('second', '2026-11-22T16:00:00Z', 30),
  ];
  expect(laid(piecesOf(tasks, '2026-11-22', () => ZONE))).toEqual([
    ['long', 0, 2],
    ['first', 1, 2],
    ['second', 1, 2],
  ]);
});

test('what is drawn longer than it takes does not lie on its neighbor, and does not clash with it', () => {
  const pieces = piecesOf(
    [at('short', '2026-11-22T15:00:00Z', 15), at('next', '2026-11-22T15:15:00Z', 15)],
    '2026-11-22',
    () => ZONE,
  );
  expect(laid(pieces)).toEqual([
    ['short', 0, 2],
    ['next', 1, 2],
  ]);
  expect(pieces.some(({ clashes }) => clashes)).toBe(false);
});

test('a task over midnight is on both days, as much of it as belongs there', () => {
  const tasks = [at('night', '2026-11-23T05:00:00Z', 120)];
  const [before] = piecesOf(tasks, '2026-11-22', () => ZONE);
  const [after] = piecesOf(tasks, '2026-11-23', () => ZONE);
  expect(before && [shownStart(before), shownEnd(before)]).toEqual([1380, 1440]);
  expect(after && [shownStart(after), shownEnd(after)]).toEqual([0, 60]);
  expect(piecesOf(tasks, '2026-11-24', () => ZONE)).toEqual([]);
});

test('on the day the clocks change, a task is at what they show', () => {
  const zone = 'Europe/Madrid';
  const [piece] = piecesOf([at('a', '2026-10-25T08:00:00Z', 60)], '2026-10-25', () => zone);
  expect(piece?.start).toBe(9 * 60);
  const moved = placedAt(placeOf(at('a', '2026-10-24T07:00:00Z', 60)), '2026-10-25', 9 * 60, ANA, zone);
  expect(moved.planned_at).toBe('2026-10-25T08:00:00Z');
});

test('only what changes is sent', () => {
  const from = placeOf(at('a', '2026-11-22T15:00:00+00:00', 60));
  expect(movement(from, placedAt(from, '2026-11-22', 9 * 60, ANA, ZONE))).toEqual({});
  expect(movement(from, placedAt(from, '2026-11-22', 10 * 60, null, ZONE))).toEqual({
    planned_at: '2026-11-22T16:00:00Z',
    operator_id: null,
  });
  expect(movement(from, placedAt(from, '2026-11-23', null, ANA, ZONE))).toEqual({ due_on: '2026-11-23' });
  expect(movement(from, { ...from, duration_minutes: 90 })).toEqual({ duration_minutes: 90 });
});
