/** Filters as they are kept: a query as the API's own, its names in order, so that two that ask for the same are the same. */
export function queryOf(search: object): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const each of [value].flat()) if (each !== undefined) query.append(name, String(each));
  }
  query.sort();
  return query.toString();
}

/** What a kept query asks for; whoever opens it takes of it what the page knows. */
export function searchIn(query: string): Record<string, string | string[]> {
  const kept = new URLSearchParams(query);
  return Object.fromEntries(
    [...new Set(kept.keys())].map((name) => {
      const all = kept.getAll(name);
      return [name, all.length > 1 ? all : (all[0] ?? '')];
    }),
  );
}
