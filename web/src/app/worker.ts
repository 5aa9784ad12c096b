import { createStore, useStore } from '~/store';

const HOUR = 3_600_000;

/** Whether another version of the client is ready to be used. */
const hasUpdate = createStore(false);
export const useHasUpdate = (): boolean => useStore(hasUpdate);

let ready: ServiceWorker | null = null;

/** Have the client kept by the browser, so that it opens without a connection; and hear of new versions. */
export async function startWorker(): Promise<void> {
  // A part that is not there may be of a version that has gone.
  addEventListener('vite:preloadError', lookForUpdate);
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  const registration = await navigator.serviceWorker.register('/worker.js').catch(() => undefined);
  if (!registration) return;
  const look = async () => {
    // The first one of all has nothing to replace, and waits for nobody.
    if (!registration.waiting || (await isOfThisPage(registration.waiting))) return;
    ready = registration.waiting;
    hasUpdate.set(true);
  };
  look();
  registration.addEventListener('updatefound', () =>
    registration.installing?.addEventListener('statechange', look),
  );
  setInterval(() => registration.update().catch(() => undefined), HOUR);
}

/** Use the new version. Other tabs go on with theirs until they are loaded again. */
export function takeUpdate(): void {
  navigator.serviceWorker?.addEventListener('controllerchange', () => location.reload());
  if (ready) ready.postMessage({ takeOver: true });
  else location.reload();
}

/** Whether the server's page begins with another script than this one. */
async function lookForUpdate(): Promise<void> {
  const answer = await fetch('/', { cache: 'no-store' }).catch(() => undefined);
  if (answer?.ok && !(await answer.text()).includes(ownScript())) hasUpdate.set(true);
}

function ownScript(): string {
  const script = document.querySelector<HTMLScriptElement>('script[type="module"]')?.src ?? '';
  return new URL(script, location.href).pathname;
}

/** Whoever loads the page after a new version came has it already, before the worker has. */
function isOfThisPage(worker: ServiceWorker): Promise<boolean> {
  const { port1, port2 } = new MessageChannel();
  const answered = new Promise<boolean>((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
  });
  worker.postMessage({ script: ownScript() }, [port2]);
  return answered;
}
