import { expect, test } from 'vitest';
import { audit as es } from '~/i18n/es/audit';
import { ACTIONS, doneIn, type Entry } from './actions';

const entry = (action: string, record_version: number | null): Entry => ({
  id: 'e1',
  at: '2026-11-21T18:00:00Z',
  service: 'contacts',
  actor: { id: 'ana', name: 'Ana Ruiz' },
  action,
  record: { type: 'tag', id: 't1' },
  record_version,
  branch_id: null,
  address: null,
  request_id: 'r1',
  sealed: true,
});

test('the first version of a tag was made, a later one was changed', () => {
  expect(doneIn(es.audit, entry('TagUpdated', 1))).toBe('Creó un tag');
  expect(doneIn(es.audit, entry('TagUpdated', 2))).toBe('Cambió un tag');
  expect(doneIn(es.audit, entry('SignedIn', null))).toBe('Entró');
});

test('what this client has no words for is told by its name', () => {
  expect(doneIn(es.audit, entry('TagsSorted', 2))).toBe('TagsSorted');
});

test('every action that has words can be filtered by', () => {
  expect(Object.values(ACTIONS).flat().sort()).toEqual(Object.keys(es.audit.actions).sort());
});
