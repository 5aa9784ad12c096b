import { useMemo } from 'react';
import { useUser } from '~/api/session';
import { createKept, type Store, useStore } from '~/store';

/** Filters that somebody gave a name. */
export interface View {
  name: string;
  search: Record<string, unknown>;
}

const MOST = 30;
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

export function viewsIn(kept: string | null): View[] {
  try {
    const read: unknown = JSON.parse(kept ?? '[]');
    return Array.isArray(read) ? read.filter((each) => typeof each?.name === 'string' && each.search) : [];
  } catch {
    return [];
  }
}

/** The name is the key: the same name again means the new filters. The oldest goes when there are too many. */
export const withView = (views: View[], view: View): View[] =>
  [...views.filter(({ name }) => name !== view.name), view].slice(-MOST);

/** Whether two searches ask for the same. */
export const isSame = (a: object, b: object): boolean => told(a) === told(b);

const told = (search: object): string =>
  JSON.stringify(
    Object.entries(search)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => a.localeCompare(b)),
  );
