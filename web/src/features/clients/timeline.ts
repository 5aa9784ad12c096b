import type { FollowUp, Schemas, Task } from '~/api/client';

/** What happened with a client, and when. */
export type Moment = { id: string; at: string } & (
  | { kind: 'interaction'; of: Schemas['Interaction'] }
  | { kind: 'follow_up'; of: FollowUp }
  | { kind: 'task'; of: Task }
  | { kind: 'note'; of: Schemas['HistoryNote'] }
);

export interface Happened {
  interactions: Schemas['Interaction'][];
  follow_ups: FollowUp[];
  tasks: Task[];
  history: Schemas['HistoryNote'][];
}

/** One line of all that happened, the latest first; what is still ahead is not on it. */
export function momentsOf({ interactions, follow_ups, tasks, history }: Happened): Moment[] {
  // The interaction says already what the follow-up that it completed would say again.
  const told = new Set(interactions.map((each) => each.completes_follow_up_id));
  const moments: Moment[] = [
    ...interactions.map((of): Moment => ({ kind: 'interaction', id: of.id, at: of.occurred_at, of })),
    ...follow_ups
      .filter(({ id, state }) => (state === 'done' && !told.has(id)) || state === 'cancelled')
      .map((of): Moment => ({ kind: 'follow_up', id: of.id, at: of.completed_at ?? of.updated_at, of })),
    ...tasks
      .filter(({ status }) => status !== 'planned')
      .map((of): Moment => ({ kind: 'task', id: of.id, at: of.closed_at ?? of.updated_at, of })),
    ...history.map((of): Moment => ({ kind: 'note', id: of.id, at: of.occurred_at, of })),
  ];
  return moments.sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
}

/**
 * Down to when the line is complete, where some lists have further pages: nothing older can be shown before it is
 * known what else happened then.
 *
 * @param lists those that have further pages, each from new to old
 */
export const completeUntil = (lists: { occurred_at: string }[][]): number =>
  Math.max(
    Number.NEGATIVE_INFINITY,
    ...lists.map((list) => Date.parse(list.at(-1)?.occurred_at ?? '')).filter(Number.isFinite),
  );

/** What is still to be done with a client, the most urgent first. */
export const openFollowUps = (followUps: FollowUp[]): FollowUp[] =>
  followUps
    .filter(({ state }) => state !== 'done' && state !== 'cancelled')
    .sort((one, other) => one.due_on.localeCompare(other.due_on));

export const openTasks = (tasks: Task[]): Task[] =>
  tasks
    .filter(({ status }) => status === 'planned')
    .sort((one, other) => dueAt(one).localeCompare(dueAt(other)));

const dueAt = ({ planned_at, due_on }: Task): string => planned_at ?? due_on ?? '9999';
