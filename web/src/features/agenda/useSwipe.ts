import { type TouchEvent, useRef } from 'react';

const FAR = 70; // pixels across
const STRAIGHT = 45; // pixels up or down at most
const QUICK = 500; // ms

/** A quick stroke across: +1 to the left, what comes next; -1 to the right. */
export function useSwipe(onSwipe: (direction: 1 | -1) => void) {
  const from = useRef({ x: 0, y: 0, at: 0 });
  return {
    onTouchStart: ({ touches, timeStamp }: TouchEvent) => {
      const touch = touches[0];
      from.current = { x: touch?.clientX ?? 0, y: touch?.clientY ?? 0, at: timeStamp };
    },
    onTouchEnd: ({ changedTouches, timeStamp }: TouchEvent) => {
      const touch = changedTouches[0];
      const { x, y, at } = from.current;
      const across = (touch?.clientX ?? x) - x;
      const down = Math.abs((touch?.clientY ?? y) - y);
      if (Math.abs(across) > FAR && down < STRAIGHT && timeStamp - at < QUICK) onSwipe(across < 0 ? 1 : -1);
    },
  };
}
