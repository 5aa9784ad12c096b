import { createStore, useStore } from '~/store';

const HOUR = 3_600_000;

/** Whether another version of the client is ready to be used. */
const hasUpdate = createStore(false);
export const useHasUpdate = (): boolean => useStore(hasUpdate);

let ready: ServiceWorker | null = null;

/** Have the client kept by the browser, so that it opens without a connection; and hear of new versions. */
export async function startWorker(): Promise<void> {
  // Chunks of the version that this page is of may be gone from the server.
  addEventListener('vite:preloadError', () => hasUpdate.set(true));
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

/** Whoever loads the page after a new version came has it already, before the worker has. */
function isOfThisPage(worker: ServiceWorker): Promise<boolean> {
  const { port1, port2 } = new MessageChannel();
  const script = document.querySelector<HTMLScriptElement>('script[type="module"]')?.src ?? '';
  const answered = new Promise<boolean>((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
  });
  worker.postMessage({ script: new URL(script, location.href).pathname }, [port2]);
  return answered;
}
