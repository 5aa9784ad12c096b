import type { Schemas } from '~/api/client';

/** A message that passed between the house and a client. */
export type Passed =
  | { kind: 'sent'; at: string; of: Schemas['Delivery'] }
  | { kind: 'come'; at: string; of: Schemas['IncomingMessage'] };

export const newestFirst = (sent: Schemas['Delivery'][], come: Schemas['IncomingMessage'][]): Passed[] =>
  [
    ...sent.map((of): Passed => ({ kind: 'sent', at: of.sent_at ?? of.due_at, of })),
    ...come.map((of): Passed => ({ kind: 'come', at: of.written_at, of })),
  ].sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
