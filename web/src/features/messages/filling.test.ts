import { expect, test } from 'vitest';
import { filled, inserted, used } from './filling';

test('a text is filled with what is known; the rest stays as it was written', () => {
  expect(filled('Hola, {client}. {nothing} {', { client: 'Juan' })).toBe('Hola, Juan. {nothing} {');
});

test('a value with braces in it is not filled again', () => {
  expect(filled('{client}', { client: '{phone}', phone: '55' })).toBe('{phone}');
});

test('each variable is named once, in its order', () => {
  expect(used('{b} {a} {b}')).toEqual(['b', 'a']);
});

test('a variable takes the place of what is selected', () => {
  expect(inserted('Hola, X.', 'client', 6, 7)).toEqual({ text: 'Hola, {client}.', cursor: 14 });
});
