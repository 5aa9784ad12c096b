import { useMemo } from 'react';
import { useUser } from '~/api/session';
import { createKept, type Store, useStore } from '~/store';
import { type View, viewsIn, withView } from './views';

const stores = new Map<string, Store<string | null>>();

/** What somebody keeps under names for one list, in this browser. */
export function useViews(list: string) {
  const { id } = useUser();
  const key = `crm.views.${list}.${id}`;
  const store = stores.get(key) ?? createKept(key);
  stores.set(key, store);
  const kept = useStore(store);
  const views = useMemo(() => viewsIn(kept), [kept]);
  const keep = (changed: View[]) => store.set(changed.length > 0 ? JSON.stringify(changed) : null);
  return {
    views,
    save: (view: View) => keep(withView(views, view)),
    remove: (name: string) => keep(views.filter((each) => each.name !== name)),
  };
}
