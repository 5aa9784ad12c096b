import { expect, test } from 'vitest';
import type { User } from '../data';
import { shownUsers } from './shown';

const user = (name: string, more: Partial<User> = {}): User => ({
  id: name,
  name,
  role: 'operator',
  active: true,
  branch_ids: ['central'],
  team_ids: [],
  version: 1,
  ...more,
});
const HOUSE = [
  user('Ángela Núñez', { email: 'angela@aldia.example' }),
  user('Luis Vega', { active: false }),
  user('Nora Salas', { branch_ids: ['norte'] }),
  user('Olga Ríos', { role: 'admin', branch_ids: [] }),
];
const names = (filters: Partial<Parameters<typeof shownUsers>[1]>) =>
  shownUsers(HOUSE, { typed: '', state: 'all', ...filters }).map(({ id }) => id);

test('people are found by name and e-mail, without accents', () => {
  expect(names({ typed: 'nunez' })).toEqual(['Ángela Núñez']);
  expect(names({ typed: 'aldia.example' })).toEqual(['Ángela Núñez']);
});

test('who left is apart', () => {
  expect(names({ state: 'inactive' })).toEqual(['Luis Vega']);
  expect(names({ state: 'active' })).not.toContain('Luis Vega');
});

test('administrators are of every branch', () => {
  expect(names({ branch: 'norte' })).toEqual(['Nora Salas', 'Olga Ríos']);
});
