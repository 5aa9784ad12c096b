import type { FollowUp } from '~/api/client';

/** What became of those that have had their turn. */
export type Passed = ReadonlyMap<string, 'done' | 'skipped' | 'taken'>;

/** Whose turn it is: the most urgent one that has not had its turn and that nobody else is calling. */
export const nextInQueue = (
  rows: readonly FollowUp[],
  passed: Passed,
  isOthers: (followUp: FollowUp) => boolean,
): FollowUp | undefined => rows.find((each) => !passed.has(each.id) && !isOthers(each));

export const countOf = (passed: Passed, what: 'done' | 'skipped' | 'taken'): number =>
  [...passed.values()].filter((each) => each === what).length;

/** Those who were passed over get another turn. */
export const withoutSkipped = (passed: Passed): Passed =>
  new Map([...passed].filter(([, what]) => what === 'done'));
