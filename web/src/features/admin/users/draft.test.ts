import { expect, test } from 'vitest';
import { changedOf, draftOf, isComplete } from './draft';

const ana = draftOf({
  id: 'ana',
  name: 'Ana Ruiz',
  email: 'ana@aldia.example',
  phone: '+525512345678',
  role: 'operator',
  active: true,
  branch_ids: ['central', 'norte'],
  team_ids: ['recepcion'],
  version: 3,
});

test('of somebody there is, only what changed is sent', () => {
  expect(changedOf({ ...ana, name: ' Ana Ruiz Mora ', phone: '' }, ana)).toEqual({
    name: 'Ana Ruiz Mora',
    phone: null,
  });
  expect(changedOf({ ...ana, branchIds: ['norte', 'central'] }, ana)).toEqual({
    branch_ids: ['norte', 'central'],
  });
  expect(changedOf(ana, ana)).toEqual({});
});

test('somebody new is sent whole', () => {
  expect(
    changedOf({ ...draftOf(), name: 'Eva', email: 'eva@aldia.example', branchIds: ['central'] }),
  ).toEqual({
    name: 'Eva',
    email: 'eva@aldia.example',
    phone: null,
    role: 'operator',
    branch_ids: ['central'],
    team_ids: [],
  });
});

test('only administrators work without a branch', () => {
  expect(isComplete({ ...ana, branchIds: [] })).toBe(false);
  expect(isComplete({ ...ana, branchIds: [], role: 'admin' })).toBe(true);
});
