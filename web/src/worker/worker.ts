/**
 * Keeps the client itself on this device, so that it opens without a connection. It has no part in what the API says:
 * people's data are the page's business, which knows whose they are.
 */
export {};

declare const self: ServiceWorkerGlobalScope;
/** All that was built, and a name that changes with any of it; the build writes both. */
declare const FILES: string[];
declare const VERSION: string;

const CACHE = `crm-${VERSION}`;
const PAGE = '/';
/** What a browser asks the gateway for by an address of its own. */
const NOT_OURS = /^\/(api|docs|healthz|metrics|readyz|openapi\.json)(\/|$)/;
const PATIENCE = 5_000; // ms for the page of the server, while there is one here

self.addEventListener('install', (event) => {
  event.waitUntil(keep());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([forgetOld(), self.clients.claim()]));
});

/** A page asks whether it is of this version, by the script that it began with; then nothing has to be replaced. */
self.addEventListener('message', ({ data, ports }: ExtendableMessageEvent) => {
  const isSame = FILES.includes(data.script);
  if (isSame || data.takeOver) self.skipWaiting();
  ports[0]?.postMessage(isSame);
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    if (!NOT_OURS.test(pathname)) event.respondWith(page(request));
  } else if (FILES.includes(pathname) || pathname.startsWith('/assets/')) event.respondWith(file(request));
});

async function keep(): Promise<void> {
  const cache = await caches.open(CACHE);
  // With its headers: the nonce in the page and the one in its policy stay a pair.
  await cache.add(new Request(PAGE, { cache: 'reload' }));
  await cache.addAll(FILES);
}

/** The version before stays: another tab may still be open with it, and ask for parts of it. */
async function forgetOld(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith('crm-') && name !== CACHE);
  await Promise.all(names.slice(0, -1).map((name) => caches.delete(name)));
}

/** The server's page, whose nonce is new; without a server the one that is kept. */
async function page(request: Request): Promise<Response> {
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
    if (response.status < 500) return response;
  } catch {
    // No connection, or as good as none.
  }
  return (await kept(PAGE)) ?? fetch(request);
}

/** What has its content in its name is the same wherever it comes from. */
async function file(request: Request): Promise<Response> {
  return (await kept(request)) ?? fetch(request);
}

async function kept(request: RequestInfo): Promise<Response | undefined> {
  const own = await (await caches.open(CACHE)).match(request);
  return own ?? caches.match(request);
}
