import { expect, test } from 'vitest';
import type { Task } from '~/api/client';
import { changesOf, draftOf, isComplete, newDraft, planOf } from './draft';

const ZONE = 'America/Mexico_City';
const usual = { today: '2026-11-22', operatorId: 'ana', branchId: 'central', zone: ZONE };
const task = {
  id: 't1',
  description: 'Limpieza',
  type: { id: 'cita' },
  planned_at: '2026-11-22T22:30:00Z',
  due_on: null,
  duration_minutes: 45,
  operator: { id: 'luis', name: 'Luis' },
  team_id: null,
  client: null,
  tags: ['higiene'],
  reminders: ['2026-11-22T22:00:00Z'],
  branch_id: 'central',
} as unknown as Task;

test('a new task is of today, all day, and of who plans it', () => {
  const draft = newDraft({}, undefined, usual);
  expect(draft).toMatchObject({ day: '2026-11-22', allDay: true, operatorId: 'ana' });
  expect(isComplete(draft)).toBe(false);
  expect(planOf({ ...draft, description: ' Llamar ' }, ZONE)).toMatchObject({
    description: 'Llamar',
    due_on: '2026-11-22',
    operator_id: 'ana',
  });
});

test('a gap of the agenda says when and with whom', () => {
  const draft = newDraft({ planned_at: '2026-11-22T16:00:00Z', operator_id: null }, undefined, usual);
  expect(draft).toMatchObject({ day: '2026-11-22', time: '10:00', allDay: false, operatorId: null });
});

test('what nobody changed is not sent', () => {
  const draft = draftOf(task, ZONE);
  expect(draft).toMatchObject({ day: '2026-11-22', time: '16:30', reminder: 30 });
  expect(changesOf(draft, draft, ZONE)).toEqual({});
  expect(changesOf(draft, { ...draft, tags: [] }, ZONE)).toEqual({ tags: [] });
});

test('a reminder goes along with the time', () => {
  const draft = draftOf(task, ZONE);
  expect(changesOf(draft, { ...draft, time: '17:00' }, ZONE)).toEqual({
    planned_at: '2026-11-22T23:00:00Z',
    reminders: ['2026-11-22T22:30:00Z'],
  });
});

test('reminders that the form has no word for stay as they are', () => {
  const draft = draftOf({ ...task, reminders: ['2026-11-20T22:00:00Z', '2026-11-22T22:00:00Z'] }, ZONE);
  expect(draft.reminder).toBe('kept');
  expect(planOf(draft, ZONE)).not.toHaveProperty('reminders');
});

test('a whole day takes no hour, and reminds at nine', () => {
  const draft = { ...draftOf(task, ZONE), allDay: true, reminder: 1440 };
  const changes = changesOf(draftOf(task, ZONE), draft, ZONE);
  expect(changes).toEqual({ due_on: '2026-11-22', reminders: ['2026-11-21T15:00:00Z'] });
});
