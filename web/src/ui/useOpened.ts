import { useEffect, useRef, useState } from 'react';

/**
 * For a dialog that gives the focus back to where it came from: it still shows what it showed while it goes, and it is
 * there, closed, before it opens.
 *
 * @returns whether it is open, and what it shows
 */
export function useOpened<T>(value: T | null): [boolean, T | null] {
  const [isThere, set] = useState(false);
  useEffect(() => set(true), []);
  const last = useRef(value);
  if (value !== null) last.current = value;
  return [isThere && value !== null, last.current];
}
