import { now } from '~/clock';
import { texts } from '~/i18n';
import { createStore, useStore } from '~/store';
import { showDone } from '~/ui/notices';
import { outdate } from './client';
import { connected, whenBack } from './connection';
import { answer, transact } from './device';
import { isUnreachable, Kept, mayPass, Problem, unreachable } from './problem';
import { newKey, send } from './send';
import { session } from './session';

const KEY = 'Idempotency-Key';
const AGAIN = 30_000; // ms
// The API knows a key for a day. Later it could not tell whether the first attempt had been heard.
const KNOWN = 23 * 3_600_000; // ms
const SHOWN_IN = ['interactions', 'follow-ups', 'panel', 'clients', 'sales', 'reports'];

/**
 * What somebody did and wrote, to be shown to them; and what the form opens with if it is refused. `completes`: the id
 * of the follow-up that is done with it.
 */
export interface Deed {
  kind: 'interaction' | 'completion';
  completes?: string;
  name: string;
  notes: string;
  form?: unknown;
}

/** A POST that could not be sent. `tried`: it may have been heard all the same. */
export interface Waiting {
  id: number;
  user: string;
  key: string;
  path: string;
  body: Record<string, unknown>;
  deed: Deed;
  at: number;
  tried: boolean;
  refusal?: Problem['members'];
}

export const outbox = createStore<Waiting[]>([]);
export const useOutbox = (): Waiting[] => useStore(outbox);
const elsewhere = new BroadcastChannel('crm.outbox');

/** As `fetch` of one request: where the server cannot be reached it is kept, to be sent once when it is there again. */
export const sendOrKeep =
  (deed: Deed) =>
  async (request: Request): Promise<Response> => {
    const body = await request.clone().json();
    const key = newKey();
    const tried = connected.get();
    if (tried)
      try {
        request.headers.set(KEY, key);
        return await send(request);
      } catch (error) {
        if (!isUnreachable(error)) throw error;
      }
    await keep({ key, path: new URL(request.url).pathname, body, deed, at: now(), tried });
    showDone(texts().offline.kept);
    if (connected.get()) flush();
    throw new Kept(unreachable().members);
  };

/** Do not send it after all. */
export async function drop(id: number): Promise<void> {
  await transact('readwrite', ({ outbox: kept }) => void kept.delete(id));
  await changed();
}

/** Send what was refused once more. */
export async function retry(waiting: Waiting): Promise<void> {
  const { refusal: _, ...rest } = waiting;
  await put({ ...rest, key: newKey(), at: now(), tried: false });
  await flush();
}

/** Send what waits, in the order in which it was done. Tabs take turns, and what one has sent is gone for the next. */
export async function flush(): Promise<void> {
  if (session.get().status !== 'in' || !(await mine()).some(isReady)) return;
  const sent = await inTurn(sendAll);
  if (sent === 0) return;
  showDone(texts().offline.sent(sent));
  await outdate(...SHOWN_IN);
}

async function sendAll(): Promise<number> {
  let sent = 0;
  for (const each of (await mine()).filter(isReady)) {
    const refusal = await refused(each);
    if (refusal === 'later') break;
    if (refusal) await put({ ...each, refusal: refusal.members });
    else {
      await drop(each.id);
      sent++;
    }
  }
  return sent;
}

async function refused(each: Waiting): Promise<Problem | 'later' | undefined> {
  if (each.tried && now() - each.at > KNOWN) return unsure();
  const headers = { 'Content-Type': 'application/json', [KEY]: each.key };
  try {
    await send(new Request(each.path, { method: 'POST', headers, body: JSON.stringify(each.body) }));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // Whose session has ended signs in again first.
    return mayPass(error) || error.status === 401 ? later() : error;
  }
  return undefined;
}

function later(): 'later' {
  setTimeout(flush, AGAIN);
  return 'later';
}

const unsure = (): Problem =>
  new Problem({
    type: '/problems/unsure',
    status: 0,
    title: texts().offline.unsure,
    detail: texts().offline.unsureMore,
    request_id: '',
  });

const isReady = ({ refusal }: Waiting): boolean => !refusal;

const userId = (): string | undefined => {
  const current = session.get();
  return 'user' in current ? current.user.id : undefined;
};

async function mine(): Promise<Waiting[]> {
  const user = userId();
  const all: Waiting[] = await transact('readonly', ({ outbox: kept }) => answer(kept.getAll())).catch(
    () => [],
  );
  return all.filter((each) => each.user === user);
}

async function keep(waiting: Omit<Waiting, 'id' | 'user'>): Promise<void> {
  const user = userId();
  try {
    await transact('readwrite', ({ outbox: kept }) => void kept.add({ ...waiting, user }));
  } catch {
    throw unreachable(); // Nothing can be kept here: then it was not done.
  }
  await changed();
}

async function put(waiting: Waiting): Promise<void> {
  await transact('readwrite', ({ outbox: kept }) => void kept.put(waiting));
  await changed();
}

async function changed(): Promise<void> {
  elsewhere.postMessage('changed');
  outbox.set(await mine());
}

/** Where there are no locks, the API's keys alone see to it that nothing is done twice. */
const inTurn = <T>(work: () => Promise<T>): Promise<T> =>
  navigator.locks ? (navigator.locks.request('crm.outbox', work) as Promise<T>) : work();

elsewhere.onmessage = async () => outbox.set(await mine());
whenBack(flush);
session.subscribe(async () => {
  outbox.set(await mine());
  if (connected.get()) await flush();
});
