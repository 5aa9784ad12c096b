import { useRef } from 'react';

/** What there was last: a dialog shows it while it goes, and gives the focus back to where it came from. */
export function useLast<T>(value: T | null): T | null {
  const last = useRef(value);
  if (value !== null) last.current = value;
  return last.current;
}
