import { createParser } from 'eventsource-parser';
import { outdate, queryClient } from './client';
import { accessToken, session } from './session';

/** What may look different after something changed, by the stream's name of what it was. */
const SHOWN_IN: Record<string, string[]> = {
  client: ['clients', 'contacts', 'panel', 'patients', 'reports', 'search', 'students'],
  interaction: ['clients', 'interactions'],
  follow_up: ['clients', 'follow-ups', 'panel', 'reports', 'sales'],
  sale: ['clients', 'panel', 'reports', 'sales'],
  task: ['agenda', 'board', 'clients', 'history', 'panel', 'reports', 'tasks'],
  notification: ['notifications'],
};
const GATHERED = 250; // ms: what comes together is asked for together
const SHORTEST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;

let lastId = '';
let waiting = new Set<string>();

/** Follow what changes as long as somebody looks: browsers allow few connections, and a page may be open in many tabs. */
export function follow(): () => void {
  let stop = new AbortController();
  const look = () => {
    stop.abort();
    stop = new AbortController();
    if (document.visibilityState === 'visible') listen(stop.signal);
  };
  look();
  document.addEventListener('visibilitychange', look);
  return () => {
    document.removeEventListener('visibilitychange', look);
    stop.abort();
  };
}

async function listen(signal: AbortSignal): Promise<void> {
  let pause = SHORTEST_PAUSE;
  while (!signal.aborted && session.get().status === 'in') {
    try {
      await hear(signal);
      pause = SHORTEST_PAUSE;
    } catch {
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

async function hear(signal: AbortSignal): Promise<void> {
  const headers: Record<string, string> = { Authorization: `Bearer ${await accessToken()}` };
  if (lastId) headers['Last-Event-ID'] = lastId;
  const response = await fetch('/api/v1/stream', { headers, signal });
  if (!response.ok || !response.body) throw new Error(`the stream answers ${response.status}`);
  const parser = createParser({
    onEvent: ({ event = '', id }) => {
      if (id) lastId = id;
      happened(event);
    },
  });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) parser.feed(part.value);
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
