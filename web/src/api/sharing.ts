import { replaceEqualDeep } from '@tanstack/react-query';

interface Row {
  id: string;
}
interface Page {
  items: Row[];
}
interface Pages {
  pages: Page[];
}

/**
 * What is as it was stays the very same object, so that it is not drawn again. In lists that goes by ids: where a row
 * has gone, those below it are still themselves.
 */
export function shared(before: unknown, after: unknown): unknown {
  const known = new Map(pagesOf(before).flatMap(({ items }) => items.map((row) => [row.id, row])));
  const again = (page: Page): Page => ({
    ...page,
    items: page.items.map((row) => replaceEqualDeep(known.get(row.id), row)),
  });
  if (isPages(before) && isPages(after)) {
    const pages = after.pages.map((page, place) => kept(before.pages[place], again(page)));
    return kept(before, { ...after, pages });
  }
  if (isPage(before) && isPage(after)) return kept(before, again(after));
  return replaceEqualDeep(before, after);
}

/** The one before, where the other holds nothing else. */
function kept<T extends object>(before: T | undefined, after: T): T {
  if (!before) return after;
  const own = Object.fromEntries(
    Object.entries(after).map(([name, value]) => {
      const old: unknown = before[name as keyof T];
      return [name, isList(value) && isList(old) ? sameList(old, value) : replaceEqualDeep(old, value)];
    }),
  ) as T;
  const names = Object.keys(own) as (keyof T)[];
  const isSame =
    names.length === Object.keys(before).length && names.every((name) => own[name] === before[name]);
  return isSame ? before : own;
}

const sameList = (before: unknown[], after: unknown[]): unknown[] =>
  before.length === after.length && after.every((each, place) => each === before[place]) ? before : after;

const isList = (value: unknown): value is unknown[] => Array.isArray(value);
const isPage = (data: unknown): data is Page =>
  isObject(data) &&
  'items' in data &&
  isList(data.items) &&
  data.items.every((row) => isObject(row) && 'id' in row);
const isPages = (data: unknown): data is Pages =>
  isObject(data) && 'pages' in data && isList(data.pages) && data.pages.every(isPage);
const isObject = (data: unknown): data is object => typeof data === 'object' && data !== null;
const pagesOf = (data: unknown): Page[] => (isPages(data) ? data.pages : isPage(data) ? [data] : []);
