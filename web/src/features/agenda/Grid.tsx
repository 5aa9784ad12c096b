import { type CSSProperties, type KeyboardEvent, type MouseEvent, useRef, useState } from 'react';
import type { Task } from '~/api/client';
import { useMinute } from '~/clock';
import { useTexts } from '~/i18n';
import { asSpan, asTime, wallClock } from '~/wallClock';
import type { Column } from './columns';
import { freeFrom, Gaps, gapOf } from './Gaps';
import classes from './Grid.module.css';
import { DAY_MINUTES, type Piece, type Place, piecesOf, SLOT, wholeDay } from './layout';
import { useFirstSight, useKeptFocus } from './sight';
import { TaskBox, TaskChip } from './TaskBox';
import { type Caught, useDrag } from './useDrag';
import { MORNING, useMoves } from './useMoves';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour * 60);
const BEFORE_NOW = 2 * 60;

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
  const pieces = columns.map(({ day, holds }) => piecesOf(tasks.filter(holds), day, zoneOf));
  const isWeek = columns.some(({ day }) => day !== columns[0]?.day);
  const focusOn = useKeptFocus(frame, tasks);
  const { drop, keyOnTask, keyOnGap } = useMoves({ frame, columns, isWeek, zoneOf, focusOn, onMove });
  const { drag, begin } = useDrag({ frame, hours, columns: columns.length, onDrop: drop });
  const now = (zone: string) => wallClock(minute, zone).minutes;
  useFirstSight(frame, hours, () => {
    const first = Math.min(MORNING, ...pieces.flat().map(({ start }) => start - SLOT));
    const today = columns.find(({ isToday }) => isToday);
    return today && now(today.zone) > MORNING
      ? Math.max(now(today.zone) - BEFORE_NOW, 0)
      : Math.max(first, 0);
  });

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
