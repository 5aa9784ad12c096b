import { createKept, useStore } from '~/store';
import { type ClientFilters, clientFilters } from './filters';

/** Filters that somebody gave a name to; kept in this browser. */
export interface View {
  name: string;
  filters: ClientFilters;
}

const kept = createKept('crm.clients.views');

export const useViews = (): View[] => read(useStore(kept));

/** Keep a view; one of the same name is replaced. */
export const keepView = (view: View): void =>
  write([...read(kept.get()).filter(({ name }) => name !== view.name), view]);

export const removeView = (gone: string): void => write(read(kept.get()).filter(({ name }) => name !== gone));

const write = (views: View[]): void => kept.set(views.length > 0 ? JSON.stringify(views) : null);

/** @param text as it was found in the browser, where anything may stand */
export function read(text: string | null): View[] {
  try {
    const found: unknown = JSON.parse(text ?? '[]');
    if (!Array.isArray(found)) return [];
    return found
      .filter((each) => typeof each?.name === 'string' && typeof each.filters === 'object' && each.filters)
      .map(({ name, filters }) => ({ name, filters: clientFilters(filters) }))
      .sort((one, other) => one.name.localeCompare(other.name));
  } catch {
    return [];
  }
}
