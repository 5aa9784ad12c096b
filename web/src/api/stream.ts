import { createStore, useStore } from '~/store';
import { outdate, queryClient } from './client';
import { connected } from './connection';
import { EventReader } from './events';
import { accessToken, session } from './session';

/** What may look different after something changed, by the stream's name of what it was. */
const SHOWN_IN: Record<string, string[]> = {
  client: ['clients', 'contacts', 'panel', 'patients', 'reports', 'search', 'students'],
  interaction: ['clients', 'interactions'],
  follow_up: ['clients', 'follow-ups', 'panel', 'reports', 'sales'],
  sale: ['clients', 'panel', 'reports', 'sales'],
  task: ['agenda', 'board', 'clients', 'history', 'panel', 'reports', 'tasks'],
  notification: ['notifications', 'deliveries'],
};
const GATHERED = 250; // ms: what comes together is asked for together
const SHORTEST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;
const SILENCE = 40_000; // ms: the heart beats every 15 seconds
const TOLERATED = 5_000; // ms without the stream of which nobody need know

/** Whether what others change is seen at once. */
const live = createStore(true);
export const useLive = (): boolean => useStore(live);

const reader = new EventReader();
let waiting = new Set<string>();
let isLost = 0;

/** Follow what changes as long as somebody looks: browsers allow few connections, and a page may be open in many tabs. */
export function follow(): () => void {
  let stop = new AbortController();
  const look = () => {
    stop.abort();
    stop = new AbortController();
    if (document.visibilityState === 'visible' && connected.get()) listen(stop.signal);
  };
  look();
  document.addEventListener('visibilitychange', look);
  const ignore = connected.subscribe(look);
  return () => {
    document.removeEventListener('visibilitychange', look);
    ignore();
    stop.abort();
    found();
  };
}

async function listen(signal: AbortSignal): Promise<void> {
  let pause = SHORTEST_PAUSE;
  missed();
  while (!signal.aborted && session.get().status === 'in') {
    try {
      await hear(signal);
      pause = SHORTEST_PAUSE;
    } catch {
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
    if (!signal.aborted) missed();
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

async function hear(signal: AbortSignal): Promise<void> {
  const headers: Record<string, string> = { Authorization: `Bearer ${await accessToken()}` };
  if (reader.place) headers['Last-Event-ID'] = reader.place;
  const dead = new AbortController();
  let silence = setTimeout(() => dead.abort(), SILENCE);
  try {
    const both = AbortSignal.any([signal, dead.signal]);
    const response = await fetch('/api/v1/stream', { headers, signal: both });
    if (!response.ok || !response.body) throw new Error(`the stream answers ${response.status}`);
    found();
    const parts = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await parts.read(); !part.done; part = await parts.read()) {
      clearTimeout(silence);
      silence = setTimeout(() => dead.abort(), SILENCE);
      for (const kind of reader.read(part.value)) happened(kind);
    }
  } finally {
    clearTimeout(silence);
    reader.begin();
  }
}

function missed(): void {
  isLost ||= window.setTimeout(() => live.set(false), TOLERATED);
}

function found(): void {
  clearTimeout(isLost);
  isLost = 0;
  live.set(true);
}

function happened(kind: string): void {
  if (kind === 'reset') queryClient.invalidateQueries();
  if (!SHOWN_IN[kind]) return;
  if (waiting.size === 0)
    setTimeout(() => {
      const kinds = [...waiting];
      waiting = new Set();
      outdate(...new Set(kinds.flatMap((each) => SHOWN_IN[each] ?? [])));
    }, GATHERED);
  waiting.add(kind);
}
