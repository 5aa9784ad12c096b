import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connected, doubt } from './connection';
import { persistently } from './persistently';

vi.mock('./connection', async (original) => ({
  ...(await original<typeof import('./connection')>()),
  doubt: vi.fn(),
}));

const ALL_TRIES = 4;

/** Is refused so many times, then gives what was asked for. */
const refused = (times: number) => {
  const load = vi.fn(async () => {
    if (load.mock.calls.length <= times) throw new TypeError('Failed to fetch dynamically imported module');
    return 'the part';
  });
  return load;
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.mocked(doubt).mockClear();
});
afterEach(() => {
  vi.useRealTimers();
  connected.set(true);
});

test('what comes at once is asked for once', async () => {
  const load = refused(0);
  await expect(persistently(load)).resolves.toBe('the part');
  expect(load).toHaveBeenCalledTimes(1);
  expect(doubt).not.toHaveBeenCalled();
});

test('what is refused is asked for again after a pause, and the connection is doubted', async () => {
  const load = refused(1);
  const part = persistently(load);
  await vi.advanceTimersByTimeAsync(299);
  expect(load).toHaveBeenCalledTimes(1);
  expect(doubt).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  await expect(part).resolves.toBe('the part');
});

test('what is always refused is given up after a few seconds', async () => {
  const load = refused(ALL_TRIES);
  const part = persistently(load).catch((error) => String(error));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await part).toContain('Failed to fetch');
  expect(load).toHaveBeenCalledTimes(ALL_TRIES);
});

test('when the server is there again nobody waits for the pause', async () => {
  const load = refused(3);
  const part = persistently(load);
  await vi.advanceTimersByTimeAsync(1_300);
  expect(load).toHaveBeenCalledTimes(3);
  connected.set(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(load).toHaveBeenCalledTimes(3);
  connected.set(true);
  await vi.advanceTimersByTimeAsync(0);
  await expect(part).resolves.toBe('the part');
  expect(vi.getTimerCount()).toBe(0);
});
