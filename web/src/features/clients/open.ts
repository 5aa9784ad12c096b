/** What other features may use of clients. */
export { ClientName } from './ClientName';
export { openClient } from './opened';
