import { expect, test } from 'vitest';
import { shared } from './sharing';

const row = (id: string, name = id) => ({ id, client: { name } });
const paged = (...pages: ReturnType<typeof row>[][]) => ({
  pages: pages.map((items) => ({ items, next_cursor: null })),
  pageParams: [null],
});

test('what is equal stays the very same', () => {
  const before = paged([row('a'), row('b')]);
  expect(shared(before, paged([row('a'), row('b')]))).toBe(before);
  const list = { items: [row('a')], total: 1 };
  expect(shared(list, { items: [row('a')], total: 1 })).toBe(list);
});

test('the rows below one that has gone are still themselves', () => {
  const before = paged([row('a'), row('b')], [row('c')]);
  const after = shared(before, paged([row('b')], [row('c')])) as typeof before;
  expect(after).toEqual(paged([row('b')], [row('c')]));
  expect(after.pages[0]?.items[0]).toBe(before.pages[0]?.items[1]);
  expect(after.pages[1]).toBe(before.pages[1]);
});

test('a row that has changed is another one, and only that', () => {
  const before = { items: [row('a'), row('b')], total: 2 };
  const after = shared(before, { items: [row('a', 'Ana'), row('b')], total: 2 }) as typeof before;
  expect(after.items[0]).toEqual(row('a', 'Ana'));
  expect(after.items[1]).toBe(before.items[1]);
});

test('whatever is no list is compared by its places', () => {
  const before = { counts: { all: 1 }, days: [1, 2] };
  expect(shared(before, { counts: { all: 1 }, days: [1, 2] })).toBe(before);
  expect(shared(undefined, before)).toEqual(before);
});
