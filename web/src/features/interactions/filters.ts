import type { Schemas } from '~/api/client';
import type { Day } from '~/dates';

type Interaction = Schemas['Interaction'];
const METHODS = ['call', 'whatsapp', 'message', 'email', 'meeting', 'visit'] as const;
const DIRECTIONS = ['outbound', 'inbound'] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What stands in the address bar, named as in the API. */
export interface InteractionFilters {
  method?: Interaction['method'];
  direction?: Interaction['direction'];
  author_id?: string;
  client_id?: string;
  from?: Day;
  to?: Day;
  q?: string;
}

export function interactionFilters(search: Record<string, unknown>): InteractionFilters {
  const text = (name: string) => (typeof search[name] === 'string' ? search[name] || undefined : undefined);
  const day = (name: string) => (DAY.test(text(name) ?? '') ? text(name) : undefined);
  return {
    method: METHODS.find((method) => method === search.method),
    direction: DIRECTIONS.find((direction) => direction === search.direction),
    author_id: text('author_id'),
    client_id: text('client_id'),
    from: day('from'),
    to: day('to'),
    // A number in the address is read as one.
    q: typeof search.q === 'number' ? String(search.q) : text('q'),
  };
}
