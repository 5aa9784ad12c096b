/** Filters that somebody gave a name. */
export interface View {
  name: string;
  search: Record<string, unknown>;
}

const MOST = 30;
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
