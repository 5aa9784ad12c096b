import type { Schemas } from '~/api/client';
import type { Day } from '~/dates';

export type Delivery = Schemas['Delivery'];

export const CHANNELS = ['in_app', 'email', 'sms', 'whatsapp'] as const satisfies Delivery['channel'][];
export const STATUSES = [
  'queued',
  'sent',
  'delivered',
  'read',
  'failed',
  'suppressed',
] as const satisfies Delivery['status'][];
const RECIPIENTS = ['user', 'client'] as const satisfies Delivery['recipient']['type'][];
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What stands in the address bar, named as in the API. */
export interface MessageFilters {
  status?: Delivery['status'];
  channel?: Delivery['channel'];
  recipient_type?: Delivery['recipient']['type'];
  client_id?: string;
  from?: Day;
  to?: Day;
  upcoming?: true;
}

export function messageFilters(search: Record<string, unknown>): MessageFilters {
  const text = (name: string) => (typeof search[name] === 'string' ? search[name] || undefined : undefined);
  const day = (name: string) => (DAY.test(text(name) ?? '') ? text(name) : undefined);
  return {
    status: STATUSES.find((each) => each === search.status),
    channel: CHANNELS.find((each) => each === search.channel),
    recipient_type: RECIPIENTS.find((each) => each === search.recipient_type),
    client_id: text('client_id'),
    from: day('from'),
    to: day('to'),
    upcoming: search.upcoming === true || undefined,
  };
}

/** As the API asks for it. */
export const asQuery = ({ status, channel, recipient_type, client_id, ...others }: MessageFilters) => ({
  ...others,
  ...(status && { status: [status] }),
  ...(channel && { channel: [channel] }),
  ...(recipient_type && { recipient_type: [recipient_type] }),
  ...(client_id && { client_id: [client_id] }),
});
