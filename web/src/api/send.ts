import { heard } from '~/clock';
import { language } from '~/i18n';
import { connected, doubt } from './connection';
import { problemOf, unreachable } from './problem';
import { accessToken, replaced } from './session';

const KEY = 'Idempotency-Key';
const AGAIN = new Set([429, 503]);
const TRIES = 3;
const LONGEST_WAIT = 5; // seconds

/**
 * `fetch` for the API: signed in, in the user's language, and again where that does no harm. A POST is one action of
 * the user's and has one key, however often it is sent.
 *
 * @throws Problem whatever is not a success
 */
export async function send(request: Request): Promise<Response> {
  request.headers.set('Accept-Language', language());
  if (request.method === 'POST' && !request.headers.has(KEY)) request.headers.set(KEY, newKey());
  const response = await signed(request);
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function signed(request: Request): Promise<Response> {
  const token = await accessToken();
  const response = await patient(withToken(request, token));
  if (response.status !== 401) return response;
  return patient(withToken(request, await replaced(token)));
}

async function patient(request: Request): Promise<Response> {
  const repeatable = request.method === 'GET' || request.headers.has(KEY);
  for (let tries = 1; ; tries++) {
    const last = !repeatable || tries === TRIES;
    const response = await fetch(request.clone()).catch(async (error: unknown) => {
      if (request.signal.aborted) throw error;
      if (!last && connected.get()) return;
      await doubt();
      throw unreachable();
    });
    heard(response?.headers.get('date') ?? null);
    if (response && (last || !AGAIN.has(response.status))) return response;
    const asked = Number(response?.headers.get('retry-after')) || tries / 2;
    await new Promise((resolve) => setTimeout(resolve, Math.min(asked, LONGEST_WAIT) * 1000));
  }
}

function withToken(request: Request, token: string): Request {
  const copy = request.clone();
  copy.headers.set('Authorization', `Bearer ${token}`);
  return copy;
}

/** Not `randomUUID`: browsers have it only where there is TLS. */
export const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
