import { expect, test } from 'vitest';
import { asQuery, clientFilters } from './filters';

const given = (search: Record<string, unknown>) => JSON.parse(JSON.stringify(clientFilters(search)));

test('an address is read for what it may mean', () => {
  expect(given({ kind: 'students', q: 5512 })).toEqual({ kind: 'students', q: '5512' });
  expect(given({ next: 'none', type: 'lead', tag: 'a' })).toEqual({ next: 'none', type: 'lead', tag: ['a'] });
  expect(given({ tag: ['a', '', 'b'], created_from: '2026-11-01' })).toEqual({
    tag: ['a', 'b'],
    created_from: '2026-11-01',
  });
});

test('what means nothing is left out', () => {
  expect(
    given({ kind: 'clients', type: 'king', status: 1, sort: '-created_at', created_to: 'soon' }),
  ).toEqual({});
});

test('the API gets lists, and nothing that it does not know', () => {
  expect(asQuery({ kind: 'patients', next: 'none', type: 'vip', q: 'ana', tag: ['a', 'b'] })).toEqual({
    q: 'ana',
    type: ['vip'],
    tag: ['a', 'b'],
  });
});
