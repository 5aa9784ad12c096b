import { useRef, useState } from 'react';

type Functions = Record<string, (...args: never[]) => unknown>;

/** The same functions at every drawing, each doing what its newest namesake does: rows that get them stay as they are. */
export function useSame<T extends Functions>(functions: T): T {
  const newest = useRef(functions);
  newest.current = functions;
  const [same] = useState(
    () =>
      Object.fromEntries(
        Object.keys(functions).map((name) => [
          name,
          (...args: never[]) => (newest.current[name] as Functions[string])(...args),
        ]),
      ) as T,
  );
  return same;
}
