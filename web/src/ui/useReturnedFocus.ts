import { useEffect, useRef } from 'react';

/** When a dialog that is taken away whole closes, what had the focus before gets it back. */
export function useReturnedFocus(isOpen: boolean): void {
  const before = useRef<Element | null>(null);
  // While it is drawn for the first time the focus is still outside.
  if (isOpen && !before.current) before.current = document.activeElement;
  useEffect(() => {
    const element = before.current;
    if (isOpen || !(element instanceof HTMLElement)) return;
    before.current = null;
    // The dialog lets the focus go in its own time.
    setTimeout(() => element.isConnected && element.focus());
  }, [isOpen]);
}
