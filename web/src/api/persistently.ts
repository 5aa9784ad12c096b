import { doubt, onBack } from './connection';

const PAUSES = [300, 1_000, 3_000]; // ms before each further try

/**
 * Fetch a part of the client itself. What fails is tried again: after a pause, or as soon as the server that could not
 * be reached is there again.
 */
export async function persistently<T>(load: () => Promise<T>): Promise<T> {
  for (const pause of PAUSES) {
    try {
      return await load();
    } catch {
      doubt();
      await rest(pause);
    }
  }
  return load();
}

function rest(pause: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, pause);
    const stop = onBack(done);
    function done() {
      clearTimeout(timer);
      stop();
      resolve();
    }
  });
}
