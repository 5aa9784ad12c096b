import { expect, test } from 'vitest';
import { decimalOf, money } from './money';

test('an amount is taken as people write it', () => {
  for (const [written, taken] of [
    ['480000', '480000'],
    ['$480,000', '480000'],
    ['480.000', '480000'],
    ['1,250.50', '1250.50'],
    ['1.250,5', '1250.5'],
    ['.5', '0.5'],
    [' ', ''],
  ] as const)
    expect(decimalOf(written)).toBe(taken);
});

test('an amount is shown with its currency', () => {
  expect(money('480000.00', 'MXN', 'es')).toBe('480,000 MXN');
  expect(money('92500.50', null, 'en')).toBe('92,500.50');
});
