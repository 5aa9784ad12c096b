import { send } from './send';

type Query = Record<string, string | readonly string[] | undefined>;

/**
 * Fetch a file of the API, signed in, and hand it to the browser to be kept.
 *
 * @param name what the file is called, with its ending
 * @throws Problem
 */
export async function download(path: string, query: Query, name: string): Promise<void> {
  const asked = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    for (const each of [value ?? []].flat()) asked.append(key, String(each));
  const response = await send(new Request(`${path}?${asked}`));
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // At once would be too early for some browsers.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
