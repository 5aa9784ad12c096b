import { flush, outbox } from '~/api/outbox';
import { signOut } from '~/api/session';
import { createStore } from '~/store';
import { router } from './routes';

/** Whether somebody who wants to leave is being asked about what was not sent. */
export const leaving = createStore(false);

/** Sign out; where something waits to be sent, send it first, or ask. */
export async function leave(): Promise<void> {
  await flush().catch(() => undefined);
  if (outbox.get().length > 0) leaving.set(true);
  else await goodbye();
}

/** Whoever comes next begins at the first page. */
export async function goodbye(): Promise<void> {
  await router.navigate({ to: '/' });
  await signOut();
}
