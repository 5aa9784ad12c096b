import { VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconHandStop, IconUrgent, IconX } from '@tabler/icons-react';
import type { CSSProperties, KeyboardEvent, PointerEvent, ReactNode } from 'react';
import type { Task } from '~/api/client';
import { useTexts } from '~/i18n';
import { asSpan } from '~/wallClock';
import classes from './Grid.module.css';
import { DAY_MINUTES, type Piece, shownEnd, shownStart } from './layout';

const KEYS = 'Alt+ArrowUp Alt+ArrowDown Alt+ArrowLeft Alt+ArrowRight Alt+Shift+ArrowUp Alt+Shift+ArrowDown';
const SHORT = 32; // minutes: less has room for one line only
const percent = (minutes: number): string => `${(100 * minutes) / DAY_MINUTES}%`;

interface Props {
  task: Task;
  /** «con Ana Ruiz», for whoever does not see the column. */
  words: string;
  isMoving: boolean;
  onOpen: () => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  onPointerDown: (event: PointerEvent<HTMLElement>) => void;
}

/** A task in its hours. Its color is that of its type; its state is said by icons and words. */
export function TaskBox({
  piece,
  onResize,
  ...props
}: Props & { piece: Piece; onResize: Props['onPointerDown'] }) {
  const { task, start, end, lane, lanes, clashes } = piece;
  const length = shownEnd(piece) - shownStart(piece);
  const { agenda } = useTexts();
  return (
    <Box
      {...props}
      style={{
        top: percent(shownStart(piece)),
        height: `calc(${percent(length)} - 2px)`,
        left: `calc(${(100 * lane) / lanes}% + 2px)`,
        width: `calc(${100 / lanes}% - ${lane === lanes - 1 ? 8 : 3}px)`,
      }}
      size={length < SHORT ? 'short' : length < 50 ? 'middle' : undefined}
    >
      <span className={classes.title}>
        <Marks task={task} />
        {clashes && <IconAlertTriangle size={13} className={classes.clash} aria-hidden />}
        <Name task={task} />
      </span>
      <span className={classes.time}>
        {asSpan(start, end)} · {task.type.name}
      </span>
      {clashes && <VisuallyHidden>{`, ${agenda.clash}`}</VisuallyHidden>}
      {task.status === 'planned' && <span className={classes.edge} data-edge onPointerDown={onResize} />}
    </Box>
  );
}

/** A task of a whole day. */
export function TaskChip(props: Props) {
  return (
    <Box {...props} size="chip">
      <span className={classes.title}>
        <Marks task={props.task} />
        <Name task={props.task} />
      </span>
    </Box>
  );
}

interface BoxProps extends Props {
  size?: 'short' | 'middle' | 'chip';
  style?: CSSProperties;
  children: ReactNode;
}

function Box({ task, words, isMoving, onOpen, onKeyDown, onPointerDown, size, style, children }: BoxProps) {
  const { tasks } = useTexts();
  const isOpen = task.status === 'planned';
  const said = [
    words,
    tasks.status[task.status],
    task.color && (task.color === 'red' ? tasks.priority : tasks.attended),
    task.overdue && tasks.overdue,
  ];
  return (
    <button
      type="button"
      className={classes.task}
      data-task={task.id}
      data-status={task.status}
      data-size={size}
      data-moving={isMoving || undefined}
      style={{ ...style, '--type': task.type.color } as CSSProperties}
      aria-keyshortcuts={isOpen ? KEYS : undefined}
      onClick={onOpen}
      onKeyDown={onKeyDown}
      onPointerDown={isOpen ? onPointerDown : undefined}
    >
      {children}
      <VisuallyHidden>
        {['', ...said].filter((each) => each !== false && each !== null).join(', ')}
      </VisuallyHidden>
    </button>
  );
}

function Marks({ task }: { task: Task }) {
  if (task.status === 'done') return <IconCheck size={14} stroke={2.4} aria-hidden />;
  if (task.status === 'cancelled') return <IconX size={14} stroke={2.4} aria-hidden />;
  if (!task.color) return null;
  const Icon = task.color === 'red' ? IconUrgent : IconHandStop;
  return (
    <span data-state={task.color} className={classes.priority}>
      <Icon size={14} stroke={2.2} aria-hidden />
    </span>
  );
}

const Name = ({ task: { client, description } }: { task: Task }) => (
  <span className={classes.name}>{client?.name ? `${client.name} — ${description}` : description}</span>
);
