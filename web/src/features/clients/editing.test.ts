import { expect, test } from 'vitest';
import type { Client } from '~/api/client';
import { changed, isContested } from './editing';

const before = {
  first_name: 'Ana',
  last_name: 'Ruiz',
  phone: '+525512345678',
  email: null,
  notes: '',
  type: 'lead',
  source: 'web',
  status: 'active',
  assigned_to: null,
  version: 3,
} as Client;

test('only what is new is sent, and nothing where a number was emptied', () => {
  expect(changed(before, { first_name: ' Ana ', last_name: 'Ruiz Soto ' })).toEqual({
    last_name: 'Ruiz Soto',
  });
  expect(changed(before, { phone: ' ' })).toEqual({ phone: null });
  expect(changed(before, { email: '' })).toEqual({});
});

test('two who change different things do not disturb each other', () => {
  expect(isContested(before, { ...before, notes: 'Sale de viaje' }, { phone: '55 1111' })).toBe(false);
});

test('two who change the same have to choose, unless they agree', () => {
  const now = { ...before, notes: 'Sale de viaje' };
  expect(isContested(before, now, { notes: 'Vuelve en mayo' })).toBe(true);
  expect(isContested(before, now, { notes: 'Sale de viaje' })).toBe(false);
});
