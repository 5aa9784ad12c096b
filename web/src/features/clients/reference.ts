import type { Client, Schemas } from '~/api/client';

/** A client as others embed it. */
export const asRef = ({ id, name, phone }: Client): Schemas['ClientRef'] => ({ id, name, phone });
