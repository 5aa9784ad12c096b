import { expect, test } from 'vitest';
import { isSame, viewsIn, withView } from './views';

const overdue = { name: 'Lo urgente', search: { state: 'overdue' } };

test('the same name again replaces what it stood for', () => {
  const views = withView(withView([], overdue), { name: 'Lo urgente', search: { state: 'today' } });
  expect(views).toEqual([{ name: 'Lo urgente', search: { state: 'today' } }]);
});

test('what a browser keeps wrong is as if there were nothing', () => {
  expect(viewsIn('{')).toEqual([]);
  expect(viewsIn('{"a":1}')).toEqual([]);
  expect(viewsIn('[null, 3]')).toEqual([]);
  expect(viewsIn(JSON.stringify([overdue]))).toEqual([overdue]);
});

test('two searches are the same in whatever order they are written', () => {
  expect(isSame({ q: 'ana', state: 'today' }, { state: 'today', q: 'ana', due_to: undefined })).toBe(true);
  expect(isSame({ q: 'ana' }, {})).toBe(false);
});
