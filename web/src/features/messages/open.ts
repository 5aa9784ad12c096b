import { lazily } from '~/ui/lazily';

/** What other features may use of messages. */
export { CHANNEL_ICONS } from './Channel';
export { filled, inserted, used } from './filling';
export { useWhatsApp, type Writing } from './useWhatsApp';

export const ClientMessages = lazily(() =>
  import('./ClientMessages').then((module) => module.ClientMessages),
);
