import { expect, test } from 'vitest';
import { suggestedPassword } from './password';

test('a suggested password is long, and has nothing that looks like something else', () => {
  expect(suggestedPassword()).toMatch(/^[a-hjkmnp-z2-9]{4}(-[a-hjkmnp-z2-9]{4}){2}$/);
});

test('two are not the same', () => {
  expect(suggestedPassword()).not.toBe(suggestedPassword());
});

test('bytes that would make some letters likelier are thrown away', () => {
  const given = [255, 250, 0, ...Array(20).fill(1)];
  expect(suggestedPassword(() => Uint8Array.of(given.shift() ?? 1))).toBe('abbb-bbbb-bbbb');
});
