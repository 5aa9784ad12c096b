import { send } from './send';

type Query = Record<string, string | readonly string[] | undefined>;

const NAMED = /filename="?([^";]+)"?/;
const TAKEN_WITHIN = 10_000; // ms: some browsers begin to read a file only after a while

/**
 * Save an answer of the API as a file. A link could not: it brings no token along.
 *
 * @param name of the file, unless the API names it
 * @throws Problem
 */
export async function download(path: string, name: string, query: Query = {}): Promise<void> {
  const asked = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    for (const each of [value ?? []].flat()) if (each) asked.append(key, each);
  const response = await send(new Request(asked.size > 0 ? `${path}?${asked}` : path));
  const told = NAMED.exec(response.headers.get('content-disposition') ?? '')?.[1];
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = told ?? name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), TAKEN_WITHIN);
}
