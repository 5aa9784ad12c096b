import type { Task } from '~/api/client';
import { addDays, type Day, daysBetween } from '~/dates';
import { instantAt, wallClock } from '~/wallClock';

export const DAY_MINUTES = 1440;
export const SLOT = 30; // minutes of a gap
export const STEP = 15; // minutes by which a task moves
/** What is shorter is drawn as long as this, so that it can be read and caught. */
const SHORTEST = 20;

/** Where a task is, or is to be. */
export type Place = Pick<Task, 'planned_at' | 'due_on' | 'duration_minutes' | 'operator'>;

export const placeOf = ({ planned_at, due_on, duration_minutes, operator }: Place): Place => ({
  planned_at,
  due_on,
  duration_minutes,
  operator,
});

/** What of a task is on one day, in minutes of what its clocks show. */
export interface Piece {
  task: Task;
  /** May be of the day before: less than 0. */
  start: number;
  end: number;
  /** Beside which others it stands, where some are at the same time. */
  lane: number;
  lanes: number;
  /** Whether the same person has another open task at that time. */
  clashes: boolean;
}

/** The tasks with a time that are on a day, those at the same time side by side. */
export function piecesOf(tasks: Task[], day: Day, zoneOf: (task: Task) => string): Piece[] {
  const pieces = tasks.flatMap((task) => {
    if (!task.planned_at) return [];
    const at = wallClock(task.planned_at, zoneOf(task));
    const start = daysBetween(day, at.day) * DAY_MINUTES + at.minutes;
    const end = start + task.duration_minutes;
    const isHere = start < DAY_MINUTES && end > 0;
    return isHere ? [{ task, start, end, lane: 0, lanes: 1, clashes: false }] : [];
  });
  return inLanes(pieces.sort((a, b) => a.start - b.start || b.end - a.end));
}

/** All-day tasks of a day. */
export const wholeDay = (tasks: Task[], day: Day): Task[] => tasks.filter(({ due_on }) => due_on === day);

export const shownStart = ({ start }: Piece): number => Math.max(start, 0);
export const shownEnd = (piece: Piece): number =>
  Math.min(Math.max(piece.end, shownStart(piece) + SHORTEST), DAY_MINUTES);

function inLanes(pieces: Piece[]): Piece[] {
  let group: Piece[] = [];
  let groupEnds = 0;
  for (const piece of pieces) {
    if (shownStart(piece) >= groupEnds) group = [];
    const taken = new Set(group.filter((each) => shownEnd(each) > shownStart(piece)).map(({ lane }) => lane));
    while (taken.has(piece.lane)) piece.lane++;
    for (const each of group)
      if (each.end > piece.start && sameTime(each.task, piece.task)) each.clashes = piece.clashes = true;
    group.push(piece);
    const lanes = Math.max(...group.map(({ lane }) => lane)) + 1;
    for (const each of group) each.lanes = lanes;
    groupEnds = Math.max(...group.map(shownEnd));
  }
  return pieces;
}

const sameTime = (one: Task, other: Task): boolean =>
  one.status === 'planned' &&
  other.status === 'planned' &&
  !!one.operator &&
  one.operator.id === other.operator?.id;

/** The place of a task that begins so many minutes after the midnight of a day; null: on the whole day. */
export function placedAt(
  place: Place,
  day: Day,
  minutes: number | null,
  operator: Place['operator'],
  zone: string,
): Place {
  if (minutes === null) return { ...place, planned_at: null, due_on: day, operator };
  return { ...place, planned_at: instantAt(day, minutes, zone), due_on: null, operator };
}

/** What a PATCH has to say to bring a task from one place to another. */
export function movement(from: Place, to: Place) {
  return {
    ...(to.planned_at && !sameInstant(from.planned_at, to.planned_at) && { planned_at: to.planned_at }),
    ...(to.due_on && from.due_on !== to.due_on && { due_on: to.due_on }),
    ...(from.duration_minutes !== to.duration_minutes && { duration_minutes: to.duration_minutes }),
    ...(from.operator?.id !== to.operator?.id && { operator_id: to.operator?.id ?? null }),
  };
}

const sameInstant = (one: string | null, other: string | null): boolean =>
  one === other || (!!one && !!other && Date.parse(one) === Date.parse(other));

export const snapped = (minutes: number): number => Math.round(minutes / STEP) * STEP;
export const within = (value: number, least: number, most: number): number =>
  Math.min(Math.max(value, least), most);

export const weekFrom = (monday: Day): Day[] => [0, 1, 2, 3, 4, 5, 6].map((days) => addDays(monday, days));
