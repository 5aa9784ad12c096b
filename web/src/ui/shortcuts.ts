import { useEffect, useRef } from 'react';
import { createKept, useStore } from '~/store';

const kept = createKept('crm.shortcuts');

export const shortcutsAreOn = (): boolean => kept.get() !== 'off';
export const useShortcutsAreOn = (): boolean => useStore(kept) !== 'off';
export const switchShortcuts = (on: boolean): void => kept.set(on ? null : 'off');

export const isWriting = (element: EventTarget | null): boolean =>
  element instanceof HTMLElement &&
  (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));

/** Keys (`n`) and sequences (`g s`) for the whole page. They are silent while somebody writes or a dialog is open. */
export function useShortcuts(map: Record<string, () => void>): void {
  const current = useRef(map);
  current.current = map;
  useEffect(() => {
    let before = '';
    function pressed(event: KeyboardEvent) {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (!shortcutsAreOn() || isWriting(event.target) || document.querySelector('[role="dialog"]')) return;
      const key = event.key.toLowerCase();
      const act = current.current[`${before} ${key}`] ?? current.current[key];
      before = key === 'g' ? 'g' : '';
      if (!act) return;
      event.preventDefault();
      act();
    }
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, []);
}
