// Without those that look like others: they are read aloud, or from a piece of paper.
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 3;
const LENGTH = 4;

/** A first password that is easy to hand over: `k7mp-x4qd-9wtn`, some 59 bits. */
export function suggestedPassword(random: (size: number) => Uint8Array = bytes): string {
  const groups = Array.from({ length: GROUPS }, () =>
    Array.from({ length: LENGTH }, () => letter(random)).join(''),
  );
  return groups.join('-');
}

/** Each letter is as likely as the others: bytes beyond the last whole round are thrown away. */
function letter(random: (size: number) => Uint8Array): string {
  const whole = 256 - (256 % LETTERS.length);
  for (;;) {
    const [byte = 0] = random(1);
    if (byte < whole) return LETTERS[byte % LETTERS.length] ?? '';
  }
}

const bytes = (size: number): Uint8Array => crypto.getRandomValues(new Uint8Array(size));
