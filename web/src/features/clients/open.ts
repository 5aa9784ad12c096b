import { openDialog } from './dialog';

/** What other features may use of clients. */
export { ClientName } from './ClientName';
export { openClient } from './opened';

/** Open the form of a new client over any page. */
export const openNewClient = (): void => openDialog({ kind: 'new' });
