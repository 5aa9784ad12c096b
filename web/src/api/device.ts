import type { User } from './session';

/**
 * What this device keeps of whoever is signed in, so that they can go on without a connection: who they are, what they
 * have seen, and what waits to be sent. All of it is one person's, and goes with them.
 */
const NAMES = ['about', 'outbox', 'seen'] as const;
type Stores = Record<(typeof NAMES)[number], IDBObjectStore>;

let opened: Promise<IDBDatabase> | undefined;

/**
 * Read or write in one transaction: all of it happens or nothing does. Inside, only requests may be awaited.
 *
 * @throws DOMException this browser keeps nothing, or has no room
 */
export async function transact<T>(
  mode: IDBTransactionMode,
  work: (stores: Stores) => T | Promise<T>,
): Promise<T> {
  const transaction = (await database()).transaction(NAMES, mode);
  const ended = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
  const [result] = await Promise.all([
    work({
      about: transaction.objectStore('about'),
      outbox: transaction.objectStore('outbox'),
      seen: transaction.objectStore('seen'),
    }),
    ended,
  ]);
  return result;
}

/** What a request answers. */
export const answer = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Whose it is, if anybody's. */
export const owner = ({ about }: Stores): Promise<User | undefined> => answer(about.get('user'));

/** From now on this person's; what was another's is forgotten. */
export const belongTo = (user: User): Promise<void> =>
  transact('readwrite', async (stores) => {
    if ((await owner(stores))?.id !== user.id) clear(stores);
    stores.about.put(user, 'user');
  });

export const forgetAll = (): Promise<void> => transact('readwrite', clear);

const clear = (stores: Stores): void => {
  for (const name of NAMES) stores[name].clear();
};

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open('crm', 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore('about');
      asked.result.createObjectStore('outbox', { keyPath: 'id', autoIncrement: true });
      asked.result.createObjectStore('seen', { keyPath: 'queryHash' });
    };
    asked.onsuccess = () => {
      // Whoever clears the browser's data while the page is open goes on with an empty one.
      asked.result.onclose = () => {
        opened = undefined;
      };
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}
