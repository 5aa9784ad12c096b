import { expect, test } from 'vitest';
import { finds } from './fold';

test.each([
  ['ibanez', 'Carmen Ibáñez Soto'],
  ['soto car', 'Carmen Ibáñez Soto'],
  ['', 'Carmen Ibáñez Soto'],
])('«%s» finds %s', (typed, name) => {
  expect(finds(typed, name)).toBe(true);
});

test('every word has to be there', () => {
  expect(finds('carmen lópez', 'Carmen Ibáñez Soto')).toBe(false);
});
