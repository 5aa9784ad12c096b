import { createStore, useStore } from './store';

const MINUTE = 60_000;
const TOLERATED = 2_000; // ms: the server tells whole seconds, and answers take time

/** By how many milliseconds the server's clock is ahead of this computer's. */
let ahead = 0;
const minute = createStore(Math.floor(Date.now() / MINUTE));

/** The present moment by the server's clock, in milliseconds. */
export const now = (): number => Date.now() + ahead;

/** Take note of a `Date` header. */
export function heard(header: string | null): void {
  const told = header ? Date.parse(header) : Number.NaN;
  if (Number.isNaN(told) || Math.abs(told - now()) < TOLERATED) return;
  ahead = told - Date.now();
  tick();
}

/** The present moment to the minute; what is shown with it changes as time goes by. */
export function useMinute(): number {
  return useStore(minute) * MINUTE;
}

function tick(): void {
  const current = Math.floor(now() / MINUTE);
  if (current !== minute.get()) minute.set(current);
}

setInterval(tick, 5_000);
