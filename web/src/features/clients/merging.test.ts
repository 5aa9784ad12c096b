import { expect, test } from 'vitest';
import type { Client } from '~/api/client';
import { changesFor, differ, likely } from './merging';

const client = (known: Partial<Client>) =>
  ({
    first_name: 'Ana',
    last_name: 'Ruiz',
    phone: null,
    email: null,
    type: 'lead',
    source: 'web',
    status: 'active',
    assigned_to: null,
    ...known,
  }) as Client;
const kept = client({ phone: '+525512345678' });
const duplicate = client({ last_name: 'Ruiz Soto', email: 'ana@example.org', type: 'vip' });

test('only what differs is a choice', () => {
  expect(differ('name', kept, duplicate)).toBe(true);
  expect(differ('source', kept, duplicate)).toBe(false);
});

test('what one does not say is likely taken from the other', () => {
  expect(likely(kept, duplicate)).toEqual({ email: 'duplicate' });
  expect(likely(duplicate, kept)).toEqual({ phone: 'duplicate' });
});

test('what was chosen of the duplicate is written to the client kept, and nothing else', () => {
  expect(changesFor({ name: 'duplicate', type: 'kept', source: 'duplicate' }, kept, duplicate)).toEqual({
    first_name: 'Ana',
    last_name: 'Ruiz Soto',
    allow_duplicate: true,
  });
  expect(changesFor({ type: 'kept' }, kept, duplicate)).toBeNull();
});
