import { useEffect } from 'react';
import { createStore, useStore } from '~/store';

type Retry = () => void;

/** How to fetch again what could not be fetched and has no place of its own in the page: dialogs, menus. */
const missing = createStore<readonly Retry[]>([]);
export const useIsMissing = (): boolean => useStore(missing).length > 0;

export function fetchMissing(): void {
  for (const retry of missing.get()) retry();
}

/** Stands in the place of such a part, unseen: the bar over the page says it. */
export function MissingAside({ onRetry }: { onRetry: Retry }) {
  useEffect(() => {
    missing.set([...missing.get(), onRetry]);
    return () => missing.set(missing.get().filter((each) => each !== onRetry));
  }, [onRetry]);
  return null;
}
