import type { Schemas, Task } from '~/api/client';
import type { Day } from '~/dates';
import { asTime, instantAt, minutesOf, wallClock } from '~/wallClock';

type Plan = Schemas['TaskIn'];

/** Minutes before the task; `kept`: reminders that the form has no word for, which it leaves alone. */
export type Reminder = number | 'kept' | null;

/** A task as the form shows it. */
export interface Draft {
  description: string;
  /** None: what the API takes where nothing is said, «Otro». */
  typeId: string | null;
  day: Day | null;
  /** «10:30» */
  time: string;
  allDay: boolean;
  minutes: number;
  operatorId: string | null;
  teamId: string | null;
  client: Schemas['ClientRef'] | null;
  tags: string[];
  reminder: Reminder;
  branchId: string;
}

export const DAY_MINUTES = 1440;
const MORNING = 9 * 60; // when one is reminded of a task of a whole day
const TIMED_REMINDERS = [0, 15, 30, 60, DAY_MINUTES];
const DAY_REMINDERS = [0, DAY_MINUTES];
const MINUTE = 60_000;
const USUAL_MINUTES = 30;

export const remindersFor = (allDay: boolean): number[] => (allDay ? DAY_REMINDERS : TIMED_REMINDERS);

export const isComplete = ({ description, day, time, allDay }: Draft): boolean =>
  description.trim() !== '' && day !== null && (allDay || time !== '');

/** What the form of a new task begins with. */
export function newDraft(
  plan: Partial<Plan>,
  client: Schemas['ClientRef'] | undefined,
  usual: { today: Day; operatorId: string; branchId: string; zone: string },
): Draft {
  const at = plan.planned_at ? wallClock(plan.planned_at, usual.zone) : undefined;
  return {
    description: plan.description ?? '',
    typeId: plan.type_id ?? null,
    day: at?.day ?? plan.due_on ?? usual.today,
    time: at ? asField(at.minutes) : '',
    allDay: !at,
    minutes: plan.duration_minutes ?? USUAL_MINUTES,
    operatorId: plan.operator_id === undefined ? usual.operatorId : plan.operator_id,
    teamId: plan.team_id ?? null,
    client: client ?? null,
    tags: plan.tags ?? [],
    reminder: null,
    branchId: usual.branchId,
  };
}

export function draftOf(task: Task, zone: string): Draft {
  const at = task.planned_at ? wallClock(task.planned_at, zone) : undefined;
  return {
    description: task.description,
    typeId: task.type.id,
    day: at?.day ?? task.due_on,
    time: at ? asField(at.minutes) : '',
    allDay: !at,
    minutes: task.duration_minutes,
    operatorId: task.operator?.id ?? null,
    teamId: task.team_id,
    client: task.client,
    tags: task.tags,
    reminder: reminderOf(task, zone),
    branchId: task.branch_id,
  };
}

/** What the API is asked to plan. */
export function planOf(draft: Draft, zone: string): Plan {
  const { day, allDay, reminder } = draft;
  const start = startOf(draft, zone);
  return {
    description: draft.description.trim(),
    ...(draft.typeId && { type_id: draft.typeId }),
    ...(allDay ? { due_on: day ?? '' } : { planned_at: start }),
    ...(!allDay && { duration_minutes: draft.minutes }),
    operator_id: draft.operatorId,
    team_id: draft.teamId,
    client_id: draft.client?.id ?? null,
    tags: draft.tags,
    ...(reminder !== 'kept' && { reminders: remindersOf(draft, zone) }),
  };
}

/** Only what somebody changed, so that nobody else's change is undone. */
export function changesOf(before: Draft, after: Draft, zone: string): Schemas['TaskPatch'] {
  const was = planOf(before, zone) as Record<string, unknown>;
  const changed = Object.entries(planOf(after, zone)).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(was[name]),
  );
  return Object.fromEntries(changed);
}

function startOf({ day, time, allDay }: Draft, zone: string): string {
  return day ? instantAt(day, allDay ? MORNING : minutesOf(time), zone) : '';
}

function remindersOf(draft: Draft, zone: string): string[] {
  if (typeof draft.reminder !== 'number' || !draft.day) return [];
  const at = Date.parse(startOf(draft, zone)) - draft.reminder * MINUTE;
  return [new Date(at).toISOString().replace('.000Z', 'Z')];
}

function reminderOf(task: Task, zone: string): Reminder {
  const [first, ...others] = task.reminders;
  if (!first) return null;
  const start = task.planned_at ?? (task.due_on ? instantAt(task.due_on, MORNING, zone) : first);
  const before = (Date.parse(start) - Date.parse(first)) / MINUTE;
  return others.length === 0 && remindersFor(!task.planned_at).includes(before) ? before : 'kept';
}

/** «09:05», as the field for a time takes it. */
const asField = (minutes: number): string => asTime(minutes).padStart(5, '0');
