import { type RefObject, useEffect } from 'react';
import type { Client } from '~/api/client';
import { openInteraction } from '~/features/interactions/open';
import { openNewTask } from '~/features/tasks/open';
import { isWriting, shortcutsAreOn } from '~/ui/shortcuts';
import { asRef } from './reference';

/** I, T and E while a profile is what one looks at: an interaction, a task, editing. */
export function useProfileKeys(profile: RefObject<HTMLElement | null>, client: Client): void {
  useEffect(() => {
    if (client.erased_at) return;
    const acts: Record<string, () => void> = {
      i: () => openInteraction(asRef(client)),
      t: () => openNewTask({}, asRef(client)),
      e: () => profile.current?.querySelector<HTMLElement>('[data-edits]')?.click(),
    };
    function pressed(event: KeyboardEvent) {
      const isOther = event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented;
      if (isOther || isWriting(event.target) || !shortcutsAreOn()) return;
      const top = [...document.querySelectorAll('[role="dialog"]')].at(-1);
      if (top && !top.contains(profile.current)) return;
      const act = acts[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      act();
    }
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [profile, client]);
}
