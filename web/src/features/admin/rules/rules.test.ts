import { expect, test } from 'vitest';
import { notices as en } from '~/i18n/en/notices';
import { notices as es } from '~/i18n/es/notices';
import {
  type Book,
  MOMENTS,
  newRule,
  type Rule,
  sentenceOf,
  waitOf,
  withMoment,
  withoutRule,
  withRecipient,
  withRule,
  withWait,
} from './rules';

const OVERDUE = newRule([]);
const BOOK: Book = { branch_id: 'b', rules: [OVERDUE], quiet_hours: null, holidays: [], version: 1 };

test('a rule is a sentence', () => {
  expect(sentenceOf(OVERDUE, es)).toBe(
    'Cuando un seguimiento vence → avisar a la persona a cargo por campana y correo',
  );
  expect(sentenceOf({ ...OVERDUE, after_days: 3, to: 'managers', channels: ['in_app'] }, es)).toBe(
    'Cuando un seguimiento lleva 3 días vencido → avisar a los responsables de la sucursal por campana',
  );
  expect(sentenceOf(OVERDUE, en)).toBe(
    'When a follow-up becomes overdue → tell the person in charge by bell and email',
  );
});

test('a client is told by one channel after the other', () => {
  const rule = withWait(withMoment(OVERDUE, 'appointment'), 2, 'hours');

  expect(sentenceOf(rule, es)).toBe(
    '2 horas antes de una cita → recordársela al cliente por WhatsApp; si no se puede, por SMS; si no se puede, por correo',
  );
});

test.each([
  [0, { n: 0, unit: 'minutes' }],
  [15, { n: 15, unit: 'minutes' }],
  [120, { n: 2, unit: 'hours' }],
  [1_440, { n: 1, unit: 'days' }],
])('%s minutes are said as people say them', (before_minutes, said) => {
  expect(waitOf({ ...withMoment(OVERDUE, 'appointment'), before_minutes })).toEqual(said);
});

test('a wait is never longer than there may be, nor less than none', () => {
  expect(withWait(OVERDUE, 900, 'days').after_days).toBe(60);
  expect(withWait(OVERDUE, Number.NaN, 'days').after_days).toBe(0);
  expect(withWait(OVERDUE, -3, 'days').after_days).toBe(0);
});

test('whatever moment is chosen, the rest of the rule goes with it', () => {
  for (const on of Object.keys(MOMENTS) as Rule['on'][]) {
    const rule = withMoment({ ...OVERDUE, after_days: 5 }, on);
    expect(MOMENTS[on].to).toContain(rule.to);
    expect(MOMENTS[on].templates).toContain(rule.template);
    expect(rule.after_days).toBe(0);
  }
});

test('a client has no bell', () => {
  expect(withRecipient(OVERDUE, 'client').channels).not.toContain('in_app');
  expect(withRecipient({ ...OVERDUE, channels: ['sms'] }, 'managers').channels).toEqual(['sms']);
});

test('a rule changes in its place, a new one comes last, and names differ', () => {
  const second = newRule(BOOK.rules);
  const both = withRule(second)(BOOK);

  expect(both.rules.map(({ name }) => name)).toEqual(['rule-1', 'rule-2']);
  expect(withRule({ ...OVERDUE, enabled: false })(both).rules[0]?.enabled).toBe(false);
  expect(withoutRule(OVERDUE)(both).rules).toEqual([second]);
});
