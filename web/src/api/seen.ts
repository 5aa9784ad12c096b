import { type DehydratedState, dehydrate, hydrate, type Query } from '@tanstack/react-query';
import { queryClient } from './client';
import { connected } from './connection';
import { answer, owner, transact } from './device';
import { session } from './session';

type Seen = DehydratedState['queries'][number];

const GATHERED = 400; // ms: what is seen together is written together
const LONGEST_KEPT = 7 * 86_400_000; // ms
const MOST = 150;
// What is typed in search of something is not worth its room; the others are only for eyes that are allowed to now.
const NOT_KEPT = /\/(search|audit|imports|deliveries|export)\b/;

let fresh = new Set<string>();

/** Keep what the user sees on this device, to be read when there is no connection. */
export function keepSeen(): void {
  queryClient.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'success' || !isKept(event.query)) return;
    if (fresh.size === 0) setTimeout(write, GATHERED);
    fresh.add(event.query.queryHash);
  });
  const look = () => !connected.get() && session.get().status === 'in' && showSeen();
  connected.subscribe(look);
  session.subscribe(look);
}

/** Show what was seen before, where nothing newer is at hand. */
async function showSeen(): Promise<void> {
  const queries: Seen[] = await transact('readonly', ({ seen }) => answer(seen.getAll())).catch(() => []);
  const young = queries.filter(({ state }) => state.dataUpdatedAt > Date.now() - LONGEST_KEPT);
  hydrate(queryClient, { mutations: [], queries: young });
}

const isKept = ({ queryKey, state }: Query): boolean =>
  state.status === 'success' && !NOT_KEPT.test(String(queryKey[1]));

async function write(): Promise<void> {
  const written = fresh;
  fresh = new Set();
  const current = session.get();
  if (current.status !== 'in') return;
  const { queries } = dehydrate(queryClient, {
    shouldDehydrateQuery: (query) => written.has(query.queryHash) && isKept(query),
  });
  // A device that keeps nothing shows nothing later; that is no reason to stop now.
  await transact('readwrite', async (stores) => {
    if ((await owner(stores))?.id !== current.user.id) return;
    for (const each of queries) stores.seen.put(each);
    await thinOut(stores.seen);
  }).catch(() => undefined);
}

async function thinOut(seen: IDBObjectStore): Promise<void> {
  if ((await answer(seen.count())) <= MOST) return;
  const all: Seen[] = await answer(seen.getAll());
  all.sort((one, other) => one.state.dataUpdatedAt - other.state.dataUpdatedAt);
  for (const { queryHash } of all.slice(0, MOST / 2)) seen.delete(queryHash);
}
