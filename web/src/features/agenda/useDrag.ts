import { type PointerEvent as Pointer, type RefObject, useEffect, useRef, useState } from 'react';
import { DAY_MINUTES, type Piece, SLOT, STEP, snapped, within } from './layout';

const SLACK = 5; // pixels that a click may move
const HOLD = 380; // ms that a finger rests before it drags
const EDGE = 44; // pixels from the edge where the agenda begins to scroll
const SPEED = 9; // pixels a frame

/** What is dragged, and where it would be if it were let go. */
export interface Drag {
  taskId: string;
  kind: 'move' | 'resize';
  column: number;
  /** None: the whole day. */
  start: number | null;
  minutes: number;
}

/** A task as it is caught: with a time or of a whole day. */
export type Caught = Pick<Piece, 'task' | 'start'> & { column: number; wholeDay?: boolean };

interface Options {
  /** What scrolls. */
  frame: RefObject<HTMLElement | null>;
  /** What holds the hours, from midnight to midnight. */
  hours: RefObject<HTMLElement | null>;
  columns: number;
  onDrop: (caught: Caught, drag: Drag) => void;
}

/** Drags tasks with a mouse, a pen or a finger; a finger has to rest first, since it scrolls otherwise. */
export function useDrag({ frame, hours, columns, onDrop }: Options) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const stop = useRef<() => void>(undefined);
  const isDragging = useRef(false);
  const current = useRef({ columns, onDrop });
  current.current = { columns, onDrop };

  useEffect(() => {
    // React's own listeners are passive, and could not keep the page from scrolling under the finger.
    const still = (event: TouchEvent) => isDragging.current && event.preventDefault();
    const element = frame.current;
    element?.addEventListener('touchmove', still, { passive: false });
    return () => {
      element?.removeEventListener('touchmove', still);
      stop.current?.();
    };
  }, [frame]);

  function begin(event: Pointer<HTMLElement>, caught: Caught, kind: Drag['kind']) {
    if (event.button !== 0 || !hours.current) return;
    const source = event.currentTarget;
    const { clientX: x0, clientY: y0, pointerId, pointerType } = event;
    const byFinger = pointerType === 'touch';
    const grip = caught.wholeDay ? 8 : y0 - top(hours.current, caught.start);
    let at = { x: x0, y: y0 };
    let dropped: Drag | null = null;
    let frameRequest = 0;
    let timer = 0;

    function update() {
      dropped = where(caught, kind, at, grip);
      setDrag(dropped);
    }
    function start() {
      isDragging.current = true;
      source.setPointerCapture?.(pointerId);
      if (byFinger) navigator.vibrate?.(12);
      update();
      frameRequest = requestAnimationFrame(scrollAtEdges);
    }
    function scrollAtEdges() {
      const box = frame.current?.getBoundingClientRect();
      const head = box ? at.y - box.top - headHeight(frame.current) : 0;
      const down = box ? Math.min(box.bottom, window.innerHeight) - at.y : 0;
      const by = down < EDGE ? SPEED : head < EDGE && head > 0 ? -SPEED : 0;
      if (by) {
        frame.current?.scrollBy(0, by);
        update();
      }
      frameRequest = requestAnimationFrame(scrollAtEdges);
    }
    function move(moved: PointerEvent) {
      if (moved.pointerId !== pointerId) return;
      at = { x: moved.clientX, y: moved.clientY };
      const far = Math.hypot(at.x - x0, at.y - y0) > SLACK;
      if (isDragging.current) update();
      else if (far && byFinger && !timerIsOff()) end();
      else if (far) start();
    }
    const timerIsOff = () => timer === 0;
    function drop() {
      if (dropped) {
        swallowClick();
        current.current.onDrop(caught, dropped);
      }
      end();
    }
    function pressed(key: KeyboardEvent) {
      if (key.key !== 'Escape') return;
      key.preventDefault();
      key.stopPropagation();
      swallowClick();
      end();
    }
    const noMenu = (menu: Event) => menu.preventDefault();
    function end() {
      clearTimeout(timer);
      cancelAnimationFrame(frameRequest);
      isDragging.current = false;
      setDrag(null);
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', drop);
      removeEventListener('pointercancel', end);
      removeEventListener('keydown', pressed, true);
      removeEventListener('contextmenu', noMenu);
    }
    stop.current?.();
    stop.current = end;
    addEventListener('pointermove', move);
    addEventListener('pointerup', drop);
    addEventListener('pointercancel', end);
    addEventListener('keydown', pressed, true);
    if (byFinger) {
      addEventListener('contextmenu', noMenu);
      // The edge of a task is not scrolled by: it follows the finger at once.
      if (kind === 'move') timer = window.setTimeout(start, HOLD);
    }
  }

  function where(caught: Caught, kind: Drag['kind'], { x, y }: { x: number; y: number }, grip: number): Drag {
    const box = hours.current?.getBoundingClientRect() ?? new DOMRect();
    const minutes = ((y - box.top) / box.height) * DAY_MINUTES;
    const same = { taskId: caught.task.id, kind };
    if (kind === 'resize') {
      const longer = snapped(minutes - caught.start);
      return { ...same, column: caught.column, start: caught.start, minutes: Math.max(longer, STEP) };
    }
    const place = Math.floor(((x - box.left) / box.width) * current.current.columns);
    const column = within(place, 0, current.current.columns - 1);
    const head = frame.current?.getBoundingClientRect().top ?? 0;
    const isAbove = y < head + headHeight(frame.current);
    const start = snapped(minutes - (grip / box.height) * DAY_MINUTES);
    return {
      ...same,
      column,
      start: isAbove ? null : within(start, 0, DAY_MINUTES - STEP),
      minutes: caught.task.duration_minutes || SLOT,
    };
  }

  return { drag, begin };
}

const top = (hours: HTMLElement, minutes: number): number => {
  const box = hours.getBoundingClientRect();
  return box.top + (Math.max(minutes, 0) / DAY_MINUTES) * box.height;
};

const headHeight = (frame: HTMLElement | null): number =>
  frame?.querySelector('[data-head]')?.getBoundingClientRect().height ?? 0;

/** A drag ends with a click on what was dragged, which is not meant. */
function swallowClick(): void {
  const swallow = (click: MouseEvent) => click.stopPropagation();
  addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener('click', swallow, { capture: true }), 50);
}
