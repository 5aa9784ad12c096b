import { heard, now } from '~/clock';
import { language } from '~/i18n';
import { createKept, createStore, useStore } from '~/store';
import { doubt, whenBack } from './connection';
import { belongTo, forgetAll, owner, transact } from './device';
import { isUnreachable, mayPass, Problem, problemOf, unreachable } from './problem';
import type { components } from './schema';

export type User = components['schemas']['Myself'];
export type Branch = components['schemas']['Branch'];
type Grant = components['schemas']['Grant'];

/** `expired`: somebody was signed in on this page; what they have on the screen is kept until they are again. */
export type Session =
  | { status: 'starting' | 'out' | 'unreachable' }
  | { status: 'in' | 'expired'; user: User };

const EARLY = 60_000; // ms before its end that a token is renewed
const SOON = 5_000; // ms before its end that a token no longer counts

export const session = createStore<Session>({ status: 'starting' });
const elsewhere = new BroadcastChannel('crm.session');
/** Set from a sign-out on, until the server has heard of it. */
const left = createKept('crm.left');

// The tokens are known to this page alone: the access token here, the refresh token in a cookie that no script reads.
let token = '';
let ends = 0;
let timer = 0;
let renewing: Promise<void> | undefined;

export const useSession = (): Session => useStore(session);

/** The signed-in user; for what is shown only inside the frame. */
export function useUser(): User {
  const current = useSession();
  if (!('user' in current)) throw new Error('nobody is signed in');
  return current.user;
}

const ROLES = ['operator', 'manager', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Whether somebody may do what needs a role; the API asks again. */
export const may = ({ role }: User, least: Role): boolean =>
  (ROLES as readonly string[]).indexOf(role) >= ROLES.indexOf(least);

/** Go on where this browser was, if the cookie still stands for a session; without a connection, as who it was. */
export async function resume(): Promise<void> {
  // Whoever has something on the screen keeps it, whatever comes of this.
  const holdsOn = session.get().status === 'expired';
  if (!holdsOn) session.set({ status: 'starting' });
  try {
    if (left.get()) await leave();
    else await renew();
  } catch (error) {
    if (!holdsOn) session.set(await withoutToken(error));
  }
}

async function withoutToken(error: unknown): Promise<Session> {
  if (isEnd(error) || left.get()) return { status: 'out' };
  const user = isUnreachable(error) && (await transact('readonly', owner).catch(() => undefined));
  return user ? { status: 'in', user } : { status: 'unreachable' };
}

/** @throws Problem */
export async function signIn(email: string, password: string): Promise<void> {
  if (left.get()) await leave();
  await granted(await ask<Grant>('login', { email, password }));
  elsewhere.postMessage('in');
}

/** Also without a connection: then the server hears of it as soon as it can. */
export async function signOut(): Promise<void> {
  left.set('yes');
  elsewhere.postMessage('out');
  await forgetAll().catch(() => undefined);
  ended('out');
  await leave().catch(() => undefined);
}

/** @throws Problem */
async function leave(): Promise<void> {
  await ask('logout', {}).catch((error: unknown) => {
    // What it refuses has ended already.
    if (!(error instanceof Problem) || mayPass(error)) throw error;
  });
  left.set(null);
  ended('out');
}

/** A token that is good for some seconds more. @throws Problem */
export async function accessToken(): Promise<string> {
  if (now() > ends - SOON) await renew();
  return token;
}

/** The API no longer takes a token: get another. @throws Problem */
export async function replaced(refused: string): Promise<string> {
  if (token === refused) await renew();
  return token;
}

/** Get a new token, and what is known of the user now. @throws Problem */
export function renew(): Promise<void> {
  renewing ??= alone(async () => granted(await ask<Grant>('refresh', {})))
    .catch((error: unknown) => {
      if (isEnd(error) && session.get().status === 'in') ended('expired');
      throw error;
    })
    .finally(() => {
      renewing = undefined;
    });
  return renewing;
}

/** Each tab spends the cookie's token for a new one, so they take turns. */
const alone = <T>(work: () => Promise<T>): Promise<T> =>
  // Browsers have no locks where there is no TLS; there the API's ten seconds of grace have to do.
  navigator.locks ? (navigator.locks.request('crm.refresh', work) as Promise<T>) : work();

async function granted(grant: Grant): Promise<void> {
  // A browser that keeps nothing can still be used while there is a connection.
  await belongTo(grant.user).catch(() => undefined);
  token = grant.access_token;
  ends = now() + grant.expires_in * 1000;
  clearTimeout(timer);
  timer = window.setTimeout(() => renew().catch(() => undefined), Math.max(1_000, ends - now() - EARLY));
  session.set({ status: 'in', user: grant.user });
}

function ended(status: 'out' | 'expired'): void {
  token = '';
  ends = 0;
  clearTimeout(timer);
  const before = session.get();
  session.set(status === 'expired' && 'user' in before ? { status, user: before.user } : { status: 'out' });
}

elsewhere.onmessage = ({ data }: MessageEvent<'in' | 'out'>) => {
  const { status } = session.get();
  if (data === 'out') return ended('out');
  left.set(null);
  if (status !== 'in') resume();
};

whenBack(async () => {
  if (session.get().status === 'unreachable' || left.get()) await resume();
});

const isEnd = (error: unknown): boolean => error instanceof Problem && error.status === 401;

async function ask<T>(path: 'login' | 'refresh' | 'logout', body: object): Promise<T> {
  const headers = {
    'Content-Type': 'application/json',
    'X-CRM-Client': 'web',
    'Accept-Language': language(),
  };
  const response = await fetch(`/api/v1/auth/${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  }).catch(async () => {
    await doubt();
    throw unreachable();
  });
  heard(response.headers.get('date'));
  if (!response.ok) throw await problemOf(response);
  return response.status === 204 ? (undefined as T) : response.json();
}
