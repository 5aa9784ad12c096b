import { send } from './send';

const NAMED = /filename="?([^";]+)"?/;

/**
 * Save an answer of the API as a file. A link could not: it brings no token along.
 *
 * @param name of the file, unless the API names it
 * @throws Problem
 */
export async function download(path: string, name: string): Promise<void> {
  const response = await send(new Request(path));
  const told = NAMED.exec(response.headers.get('content-disposition') ?? '')?.[1];
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = told ?? name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address));
}
