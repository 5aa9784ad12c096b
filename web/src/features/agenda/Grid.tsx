import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { Task } from '~/api/client';
import { useMinute } from '~/clock';
import { useTexts } from '~/i18n';
import { asSpan, asTime, wallClock } from '~/wallClock';
import type { Column } from './columns';
import { Gaps } from './Gaps';
import classes from './Grid.module.css';
import {
  DAY_MINUTES,
  type Piece,
  type Place,
  piecesOf,
  placedAt,
  placeOf,
  SLOT,
  STEP,
  wholeDay,
  within,
} from './layout';
import { TaskBox, TaskChip } from './TaskBox';
import { type Caught, type Drag, useDrag } from './useDrag';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour * 60);
const MORNING = 8 * 60;
const BEFORE_NOW = 2 * 60;
const LAST_SLOT = DAY_MINUTES / SLOT - 1;
const ARROWS: Record<string, [number, number]> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

interface Props {
  columns: Column[];
  tasks: Task[];
  zoneOf: (task: Task) => string;
  /** `minutes` since midnight; null for the whole day. */
  onCreate: (column: Column, minutes: number | null) => void;
  onOpen: (task: Task) => void;
  /** `step` is one with the keys, which others may follow. */
  onMove: (task: Task, to: Place, step: boolean) => void;
}

/** Days or people side by side with their hours. Mouse, fingers and keys can do the same. */
export function Grid({ columns, tasks, zoneOf, onCreate, onOpen, onMove }: Props) {
  const { agenda } = useTexts();
  const frame = useRef<HTMLDivElement>(null);
  const hours = useRef<HTMLDivElement>(null);
  const minute = useMinute();
  const [entry, setEntry] = useState({ column: 0, slot: 18 });
  const { drag, begin } = useDrag({ frame, hours, columns: columns.length, onDrop: drop });
  const focusOn = useKeptFocus(frame, tasks);
  const pieces = columns.map(({ day, holds }) => piecesOf(tasks.filter(holds), day, zoneOf));
  const isWeek = columns.some(({ day }) => day !== columns[0]?.day);
  const now = (zone: string) => wallClock(minute, zone).minutes;
  useFirstSight(frame, hours, () => {
    const first = Math.min(MORNING, ...pieces.flat().map(({ start }) => start - SLOT));
    const today = columns.find(({ isToday }) => isToday);
    return today && now(today.zone) > MORNING
      ? Math.max(now(today.zone) - BEFORE_NOW, 0)
      : Math.max(first, 0);
  });

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

  function clicked(event: MouseEvent<HTMLElement>) {
    const gap = gapOf(event);
    const column = gap && columns[gap.column];
    if (column) onCreate(column, gap.slot * SLOT);
  }

  const bound = (caught: Caught) => ({
    task: caught.task,
    words: columns[caught.column]?.words ?? '',
    isMoving: drag?.taskId === caught.task.id,
    onOpen: () => onOpen(caught.task),
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => keyOnTask(event, caught),
    onPointerDown: (event: React.PointerEvent<HTMLElement>) => begin(event, caught, 'move'),
  });

  return (
    <div
      className={classes.frame}
      ref={frame}
      data-week={isWeek || undefined}
      style={{ '--columns': columns.length } as CSSProperties}
    >
      <div className={classes.head} data-head>
        <span className={classes.corner} aria-hidden>
          {agenda.allDay}
        </span>
        {columns.map((column, index) => (
          <div
            key={column.key}
            className={classes.columnHead}
            data-today={(isWeek && column.isToday) || undefined}
          >
            <div className={classes.who} id={`column-${column.key}`}>
              {column.head}
            </div>
            <div
              className={classes.wholeDay}
              data-target={(drag?.column === index && drag.start === null) || undefined}
            >
              {wholeDay(tasks.filter(column.holds), column.day).map((task) => (
                <TaskChip key={task.id} {...bound({ task, column: index, start: 0, wholeDay: true })} />
              ))}
              <button
                type="button"
                className={classes.wholeDayGap}
                aria-label={agenda.allDayWith(column.words)}
                onClick={() => onCreate(column, null)}
              />
            </div>
          </div>
        ))}
      </div>
      <div className={classes.hours} aria-hidden>
        {HOURS.map((minutes) => (
          <span key={minutes}>{asTime(minutes)}</span>
        ))}
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: what its buttons do bubbles up to here */}
      <div
        className={classes.columns}
        ref={hours}
        onClick={clicked}
        onKeyDown={keyOnGap}
        onFocus={(event) => {
          const gap = gapOf(event);
          if (gap) setEntry(gap);
        }}
      >
        {columns.map((column, index) => (
          <section key={column.key} className={classes.column} aria-labelledby={`column-${column.key}`}>
            <Gaps
              column={index}
              words={column.words}
              entry={
                Math.min(entry.column, columns.length - 1) === index
                  ? freeFrom(entry.slot, pieces[index])
                  : undefined
              }
            />
            {pieces[index]?.map((piece: Piece) => (
              <TaskBox
                key={piece.task.id}
                piece={piece}
                {...bound({ task: piece.task, column: index, start: piece.start })}
                onResize={(event) => {
                  event.stopPropagation();
                  begin(event, { task: piece.task, column: index, start: piece.start }, 'resize');
                }}
              />
            ))}
            {drag?.column === index && drag.start !== null && (
              <Ghost start={drag.start} minutes={drag.minutes} />
            )}
            {column.isToday && (
              <div
                className={classes.now}
                style={{ top: `${(100 * now(column.zone)) / DAY_MINUTES}%` }}
                data-now
                aria-hidden
              />
            )}
          </section>
        ))}
      </div>
    </div>
  );
}

/** The first gap from one on that no task lies on, where the Tab key can come in. */
function freeFrom(slot: number, pieces: Piece[] = []): number {
  const isFree = (each: number) =>
    pieces.every(
      ({ start, end }) => start >= (each + 1) * SLOT || Math.max(end, start + SLOT) <= each * SLOT,
    );
  for (let each = slot; each <= LAST_SLOT; each++) if (isFree(each)) return each;
  return slot;
}

/** Where a task would be. */
function Ghost({ start, minutes }: { start: number; minutes: number }) {
  const from = Math.max(start, 0);
  const to = Math.min(start + minutes, DAY_MINUTES);
  return (
    <div
      className={classes.ghost}
      style={{ top: `${(100 * from) / DAY_MINUTES}%`, height: `${(100 * (to - from)) / DAY_MINUTES}%` }}
      aria-hidden
    >
      {asSpan(start, start + minutes)}
    </div>
  );
}

function gapOf(event: { target: EventTarget }): { column: number; slot: number } | undefined {
  const at =
    event.target instanceof HTMLElement ? event.target.dataset.gap?.split('-').map(Number) : undefined;
  return at && { column: at[0] ?? 0, slot: at[1] ?? 0 };
}

/** A task that moves to another column is another element: the focus goes along with it, and it is brought into sight. */
function useKeptFocus(frame: React.RefObject<HTMLElement | null>, tasks: Task[]) {
  const wanted = useRef<string>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at whenever a task may have moved
  useLayoutEffect(() => {
    if (!wanted.current) return;
    const element = frame.current?.querySelector<HTMLElement>(`[data-task="${wanted.current}"]`);
    wanted.current = undefined;
    if (element !== document.activeElement) element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [frame, tasks]);
  return (id: string) => {
    wanted.current = id;
  };
}

/** At first the agenda shows the hours in which people work. */
function useFirstSight(
  frame: React.RefObject<HTMLElement | null>,
  hours: React.RefObject<HTMLElement | null>,
  minutes: () => number,
) {
  const first = useRef(minutes);
  useLayoutEffect(() => {
    const height = hours.current?.offsetHeight ?? 0;
    // A little above: the labels stand on their lines.
    frame.current?.scrollTo(0, (first.current() / DAY_MINUTES) * height - 12);
  }, [frame, hours]);
}
