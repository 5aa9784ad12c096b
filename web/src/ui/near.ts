import { startTransition, useEffect, useRef, useState } from 'react';

// Whenever a row of a table changes, the whole of it is laid out anew: many change at once, where a browser knows that.
const SETTINGS: IntersectionObserverInit & { delay: number } = { rootMargin: '800px', delay: 100 };

type Tell = (near: boolean) => void;
const tells = new Map<Element, Tell>();
let observer: IntersectionObserver | undefined;

/** Whether an element is in sight or will be soon. What is not need not be drawn: of a thousand rows a few dozen are. */
export function useNear<T extends Element>(initially: boolean): [React.RefObject<T | null>, boolean] {
  const element = useRef<T>(null);
  const [near, tell] = useState(initially);
  useEffect(() => {
    const watched = element.current;
    if (!watched) return;
    observer ??= new IntersectionObserver((seen) => {
      // Drawn in slices between the frames: what comes is not in sight yet.
      startTransition(() => {
        for (const { target, isIntersecting } of seen) tells.get(target)?.(isIntersecting);
      });
    }, SETTINGS);
    tells.set(watched, tell);
    observer.observe(watched);
    return () => {
      tells.delete(watched);
      observer?.unobserve(watched);
    };
  }, []);
  return [element, near];
}
