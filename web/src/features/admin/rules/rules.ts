import type { Schemas } from '~/api/client';
import type { Texts } from '../texts';

export type Rule = Schemas['Rule'];
export type Book = Schemas['RuleBook'];
export type Offset = 'after_days' | 'after_minutes' | 'before_minutes';
export type Unit = 'minutes' | 'hours' | 'days';

interface Moment {
  to: Rule['to'][];
  /** Which wait it can have, if any. */
  offset?: Offset;
  templates: Rule['template'][];
}

/** What the API takes together: it refuses anything else. */
export const MOMENTS: Record<Rule['on'], Moment> = {
  FollowUpOverdue: {
    to: ['in_charge', 'managers'],
    offset: 'after_days',
    templates: ['follow-up-overdue', 'follow-up-still-overdue', 'follow-up-reminder'],
  },
  FollowUpReminderDue: {
    to: ['in_charge', 'managers'],
    offset: 'after_minutes',
    templates: ['follow-up-reminder', 'follow-up-overdue', 'follow-up-still-overdue'],
  },
  TaskReminderDue: {
    to: ['operator', 'team', 'managers'],
    offset: 'after_minutes',
    templates: ['task-reminder', 'task-overdue', 'task-assigned', 'task-unclaimed'],
  },
  TaskOverdue: {
    to: ['operator', 'team', 'managers'],
    offset: 'after_days',
    templates: ['task-overdue', 'task-reminder', 'task-assigned', 'task-unclaimed'],
  },
  'task-assigned': {
    to: ['operator'],
    offset: 'after_minutes',
    templates: ['task-assigned', 'task-reminder', 'task-overdue', 'task-unclaimed'],
  },
  'task-unclaimed': {
    to: ['team', 'managers'],
    offset: 'after_minutes',
    templates: ['task-unclaimed', 'task-assigned', 'task-reminder', 'task-overdue'],
  },
  appointment: {
    to: ['client', 'operator'],
    offset: 'before_minutes',
    templates: ['appointment-reminder'],
  },
  digest: { to: ['in_charge'], templates: ['digest'] },
};

const SIZES: Record<Unit, number> = { minutes: 1, hours: 60, days: 1_440 };
const MOST: Record<Offset, number> = { after_days: 60, after_minutes: 10_080, before_minutes: 43_200 };

export const unitsOf = (offset: Offset): Unit[] =>
  offset === 'after_days' ? ['days'] : ['minutes', 'hours', 'days'];

/** A wait as people say it: 120 minutes are 2 hours. */
export function waitOf(rule: Rule): { n: number; unit: Unit } {
  const { offset } = MOMENTS[rule.on];
  const n = offset ? rule[offset] : 0;
  if (offset === 'after_days') return { n, unit: 'days' };
  const unit = (['days', 'hours'] as const).find((each) => n > 0 && n % SIZES[each] === 0) ?? 'minutes';
  return { n: n / SIZES[unit], unit };
}

/** The same rule with another wait, at most the longest that there may be. */
export function withWait(rule: Rule, n: number, unit: Unit): Rule {
  const { offset } = MOMENTS[rule.on];
  if (!offset) return rule;
  const whole = Math.max(0, Math.trunc(n) || 0) * (offset === 'after_days' ? 1 : SIZES[unit]);
  return { ...rule, [offset]: Math.min(whole, MOST[offset]) };
}

/** The same rule for another moment; what does not go with it is as is usual there. */
export function withMoment(rule: Rule, on: Rule['on']): Rule {
  const { to, templates } = MOMENTS[on];
  const waits = { after_days: 0, after_minutes: 0, before_minutes: on === 'appointment' ? 1_440 : 0 };
  return withRecipient({ ...rule, ...waits, on, template: first(templates) }, first(to));
}

/** The same rule for somebody else: clients have no bell. */
export function withRecipient(rule: Rule, to: Rule['to']): Rule {
  const changes = (to === 'client') !== (rule.to === 'client');
  const channels: Rule['channels'] = to === 'client' ? ['whatsapp', 'sms', 'email'] : ['in_app', 'email'];
  return { ...rule, to, channels: changes ? channels : rule.channels };
}

/** What a new one begins with, under a name that none has. */
export function newRule(rules: Rule[]): Rule {
  const names = new Set(rules.map(({ name }) => name));
  let n = 1;
  while (names.has(`rule-${n}`)) n++;
  return {
    name: `rule-${n}`,
    on: 'FollowUpOverdue',
    to: 'in_charge',
    channels: ['in_app', 'email'],
    template: 'follow-up-overdue',
    after_days: 0,
    after_minutes: 0,
    before_minutes: 0,
    enabled: true,
  };
}

/** A book with a rule in it as it is now; a new one stands at the end. */
export const withRule =
  (rule: Rule) =>
  (book: Book): Book => ({
    ...book,
    rules: book.rules.some(({ name }) => name === rule.name)
      ? book.rules.map((each) => (each.name === rule.name ? rule : each))
      : [...book.rules, rule],
  });

export const withoutRule =
  ({ name }: Rule) =>
  (book: Book): Book => ({ ...book, rules: book.rules.filter((each) => each.name !== name) });

/** «Cuando un seguimiento vence», and «avisar a la persona a cargo por campana y correo». */
export function inWords(
  rule: Rule,
  { rules: said }: Pick<Texts, 'rules'>,
): { moment: string; what: string; by: string } {
  const { n, unit } = waitOf(rule);
  const moment = said.moments[rule.on];
  const names = rule.channels.map((each) => said.by[each]);
  const last = names.at(-1) ?? said.no;
  const others = names.slice(0, -1).join(said.joined);
  const by =
    rule.to === 'client' ? names.join(said.orElse) || said.no : others ? others + said.and + last : last;
  return {
    moment: n > 0 ? moment.after(said.times[unit](n)) : moment.now,
    what: said.whom[rule.on === 'digest' ? 'everybody' : rule.to],
    by,
  };
}

export function sentenceOf(rule: Rule, texts: Pick<Texts, 'rules'>): string {
  const { moment, what, by } = inWords(rule, texts);
  return texts.rules.sentence(moment, what, by);
}

function first<T>([one]: T[]): T {
  if (one === undefined) throw new Error('there is always one');
  return one;
}
