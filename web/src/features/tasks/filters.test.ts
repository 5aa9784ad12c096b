import { expect, test } from 'vitest';
import { queryOf, STEPS, taskFilters } from './filters';

test('what the address says is kept, and nothing else', () => {
  expect(
    taskFilters({
      show: 'urgent',
      status: 'lost',
      q: 12,
      planned_from: '2026-11-22',
      planned_to: 'soon',
      x: 1,
    }),
  ).toEqual({ show: 'urgent', q: '12', planned_from: '2026-11-22' });
});

test('each column asks for its own tasks', () => {
  expect(STEPS.map((step) => queryOf(step, { type_id: 'cita' }))).toEqual([
    { status: ['planned'], claimed: false, sort: 'planned', type_id: ['cita'] },
    { status: ['planned'], claimed: true, sort: 'planned', type_id: ['cita'] },
    { status: ['done', 'cancelled'], type_id: ['cita'] },
  ]);
});

test('a filter leaves out the columns that it empties', () => {
  const columns = (filters: object) => STEPS.filter((step) => queryOf(step, filters));
  expect(columns({ status: 'planned' })).toEqual(['waiting', 'attended']);
  expect(columns({ status: 'done' })).toEqual(['closed']);
  expect(columns({ show: 'urgent' })).toEqual(['waiting', 'attended']);
  expect(columns({ show: 'in_preparation' })).toEqual(['waiting']);
});
