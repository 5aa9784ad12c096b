import { useLayoutEffect, useRef } from 'react';
import type { Task } from '~/api/client';
import { DAY_MINUTES } from './layout';

type Frame = React.RefObject<HTMLElement | null>;

/** A task that moves to another column is another element: the focus goes along with it, and it is brought into sight. */
export function useKeptFocus(frame: Frame, tasks: Task[]) {
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
export function useFirstSight(frame: Frame, hours: Frame, minutes: () => number) {
  const first = useRef(minutes);
  useLayoutEffect(() => {
    const height = hours.current?.offsetHeight ?? 0;
    // A little above: the labels stand on their lines.
    frame.current?.scrollTo(0, (first.current() / DAY_MINUTES) * height - 12);
  }, [frame, hours]);
}
