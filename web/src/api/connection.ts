import { onlineManager } from '@tanstack/react-query';
import { createStore, useStore } from '~/store';

const FIRST_PAUSE = 1_500; // ms between two looks whether the server is there again
const LONGEST_PAUSE = 15_000;
const PATIENCE = 4_000; // ms for an answer
const LONGEST_CATCHING_UP = 10_000; // ms

type Work = () => Promise<unknown>;

/**
 * Whether the server can be reached. What the browser believes about the network is not enough: there may be a
 * network, and no server.
 */
export const connected = createStore(true);
export const useConnected = (): boolean => useStore(connected);

const first: Work[] = [];
let looking: Promise<boolean> | undefined;

/** Have something done as soon as the server is there again, before anything is asked of it. */
export const whenBack = (work: Work): void => {
  first.push(work);
};

/** Have something done each time the server is there again. What comes back ends that. */
export const onBack = (act: () => void): (() => void) => connected.subscribe(() => connected.get() && act());

/** A request came to nothing: was that the connection? */
export async function doubt(): Promise<void> {
  if (!connected.get()) return;
  looking ??= isThere().finally(() => {
    looking = undefined;
  });
  if (!(await looking)) lost();
}

function lost(): void {
  if (!connected.get()) return;
  connected.set(false);
  // Queries wait until then, and keep showing what they have.
  onlineManager.setOnline(false);
  look(FIRST_PAUSE);
}

let waiting = 0;

function look(pause: number): void {
  clearTimeout(waiting);
  waiting = window.setTimeout(async () => {
    if (await isThere()) await back();
    else look(Math.min(pause * 2, LONGEST_PAUSE));
  }, pause);
}

async function back(): Promise<void> {
  const late = new Promise((resolve) => setTimeout(resolve, LONGEST_CATCHING_UP));
  await Promise.race([Promise.allSettled(first.map((work) => work())), late]);
  connected.set(true);
  onlineManager.setOnline(true);
}

async function isThere(): Promise<boolean> {
  if (!navigator.onLine) return false;
  try {
    const response = await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
    return response.ok;
  } catch {
    return false;
  }
}

export function watchConnection(): void {
  // The library's own ear for these two would have queries go on before what waits has been sent.
  onlineManager.setEventListener(() => undefined);
  addEventListener('offline', lost);
  addEventListener('online', () => !connected.get() && look(0));
  if (!navigator.onLine) lost();
}
