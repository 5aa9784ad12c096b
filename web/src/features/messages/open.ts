import { lazy } from 'react';

/** What other features may use of messages. */
export { CHANNEL_ICONS } from './Channel';
export { filled, inserted, used } from './filling';
export { useWhatsApp, type Writing } from './useWhatsApp';

export const ClientMessages = lazy(() =>
  import('./ClientMessages').then((module) => ({ default: module.ClientMessages })),
);
