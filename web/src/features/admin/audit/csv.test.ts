import { expect, test } from 'vitest';
import { csvOf } from './csv';

test('cells with commas, quotes and lines stay whole', () => {
  expect(csvOf([['a,b', 'dijo "sí"', 'dos\nlíneas', 'llano']])).toBe(
    '\uFEFF"a,b","dijo ""sí""","dos\nlíneas",llano\r\n',
  );
});

test('what looks like a formula is only text', () => {
  expect(csvOf([['=1+1', '@x', '-2', '+52 55']])).toBe("\uFEFF'=1+1,'@x,'-2,'+52 55\r\n");
});
