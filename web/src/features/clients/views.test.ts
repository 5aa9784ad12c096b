import { expect, test } from 'vitest';
import { read } from './views';

test('views come by name, with filters that are still understood', () => {
  const kept = [
    { name: 'VIP', filters: { type: 'vip', color: 'blue' } },
    { name: 'Leads', filters: { type: 'lead' } },
  ];
  expect(read(JSON.stringify(kept)).map(({ name, filters }) => [name, filters.type])).toEqual([
    ['Leads', 'lead'],
    ['VIP', 'vip'],
  ]);
});

test.each([null, '', '{', '{}', '[1, null, {"name": 2}, {"name": "x", "filters": null}]'])(
  'whatever else stands in the browser is nothing: %s',
  (text) => {
    expect(read(text)).toEqual([]);
  },
);
