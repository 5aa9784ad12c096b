import { expect, test } from 'vitest';
import { finds, found, matches } from './plain';

test('accents and capitals make no difference', () => {
  expect(matches('ibanez', 'Carmen Ibáñez Soto')).toBe(true);
});

test('words may be cut short, in any order', () => {
  expect(matches('pend seg', 'Seguimientos pendientes')).toBe(true);
  expect(matches('pend ven', 'Seguimientos pendientes')).toBe(false);
});

test('nothing typed matches all', () => {
  expect(matches('', 'Panel')).toBe(true);
});

test('what was found is where it stands in the text', () => {
  expect(found('ibanez', 'Carmen Ibáñez Soto')).toEqual([[7, 13]]);
  expect(found('so car', 'Carmen Ibáñez Soto')).toEqual([
    [0, 3],
    [14, 16],
  ]);
  expect(found('xyz', 'Carmen')).toEqual([]);
});

test('what two words find twice is shown once', () => {
  expect(found('car carm', 'Carmen')).toEqual([[0, 3]]);
});

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
