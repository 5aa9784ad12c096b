import { expect, test } from 'vitest';
import { queryOf, searchIn } from './views';

test('two searches are the same in whatever order they are written', () => {
  expect(queryOf({ q: 'ana', state: 'today' })).toBe(
    queryOf({ state: 'today', q: 'ana', due_to: undefined }),
  );
  expect(queryOf({ q: 'ana' })).not.toBe(queryOf({}));
  expect(queryOf({ kind: undefined })).toBe('');
});

test('what is kept comes back as it was', () => {
  for (const search of [
    { state: 'overdue' },
    { q: '¿Peña & hijos? 100%=+', due_from: '2026-01-01' },
    { tag: ['a', 'b'], type: 'vip' },
  ])
    expect(searchIn(queryOf(search))).toEqual(search);
  expect(searchIn(queryOf({ tag: ['a'] }))).toEqual({ tag: 'a' });
});

test('what another client has kept is read as far as it goes', () => {
  expect(searchIn('?state=today')).toEqual({ state: 'today' });
  expect(searchIn('%E0%A4%A&&=&q')).toBeTypeOf('object');
  expect(searchIn('__proto__=x&q=1').q).toBe('1');
});
