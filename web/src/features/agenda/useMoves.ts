import type { KeyboardEvent, RefObject } from 'react';
import type { Task } from '~/api/client';
import type { Column } from './columns';
import { gapOf, LAST_SLOT } from './Gaps';
import { DAY_MINUTES, type Place, placedAt, placeOf, SLOT, STEP, within } from './layout';
import type { Caught, Drag } from './useDrag';

export const MORNING = 8 * 60;
const ARROWS: Record<string, [number, number]> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

interface Options {
  frame: RefObject<HTMLElement | null>;
  columns: Column[];
  isWeek: boolean;
  zoneOf: (task: Task) => string;
  /** Have the focus go along with a task. */
  focusOn: (id: string) => void;
  onMove: (task: Task, to: Place, step: boolean) => void;
}

/** What dragging and keys do to tasks, and how keys go from gap to gap. */
export function useMoves({ frame, columns, isWeek, zoneOf, focusOn, onMove }: Options) {
  function moveTo(task: Task, column: number, minutes: number | null, step = false) {
    const to = columns[column];
    if (!to) return;
    // In a week it stays with whoever has it.
    const operator = isWeek ? task.operator : to.operator;
    const place = placedAt(placeOf(task), to.day, minutes, operator, zoneOf(task));
    if (JSON.stringify(place) !== JSON.stringify(placeOf(task))) onMove(task, place, step);
  }

  function drop({ task, column, start, wholeDay: whole }: Caught, dropped: Drag) {
    if (dropped.kind === 'resize') {
      if (dropped.minutes !== task.duration_minutes)
        onMove(task, { ...placeOf(task), duration_minutes: dropped.minutes }, false);
    } else if (dropped.column !== column || dropped.start !== (whole ? null : start))
      moveTo(task, dropped.column, dropped.start);
  }

  function keyOnTask(event: KeyboardEvent<HTMLElement>, { task, column, start, wholeDay: whole }: Caught) {
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    const [across, down] = arrow;
    event.preventDefault();
    if (!event.altKey) {
      focusGap(column + across, whole ? 0 : Math.floor(start / SLOT) + down);
    } else if (task.status === 'planned') {
      focusOn(task.id);
      if (event.shiftKey && down && !whole)
        onMove(
          task,
          { ...placeOf(task), duration_minutes: Math.max(task.duration_minutes + down * STEP, STEP) },
          true,
        );
      else if (!event.shiftKey && whole) moveTo(task, column + across, down > 0 ? MORNING + 60 : null, true);
      else if (!event.shiftKey)
        moveTo(task, column + across, within(start + down * STEP, 1 - DAY_MINUTES, DAY_MINUTES - STEP), true);
    }
  }

  function keyOnGap(event: KeyboardEvent<HTMLElement>) {
    const gap = gapOf(event);
    const arrow = ARROWS[event.key];
    if (!gap || !arrow || event.altKey) return;
    event.preventDefault();
    focusGap(gap.column + arrow[0], gap.slot + arrow[1]);
  }

  function focusGap(column: number, slot: number) {
    const to = [within(column, 0, columns.length - 1), within(slot, 0, LAST_SLOT)];
    frame.current?.querySelector<HTMLElement>(`[data-gap="${to.join('-')}"]`)?.focus();
  }

  return { drop, keyOnTask, keyOnGap };
}
