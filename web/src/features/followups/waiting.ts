import { queryClient } from '~/api/client';
import { outbox } from '~/api/outbox';
import { forgetById, isShown } from './data';

/** What waits to be sent as completed is out of sight, in every tab and also after a reload. */
export function forgetWaiting(): void {
  outbox.subscribe(forgetAll);
  queryClient.getQueryCache().subscribe((event) => {
    if (event.type === 'added' && isShown(event.query.queryKey[1])) forgetAll();
  });
}

function forgetAll(): void {
  for (const { deed, refusal } of outbox.get()) if (deed.completes && !refusal) forgetById(deed.completes);
}
