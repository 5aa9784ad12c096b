import type { Schemas } from '~/api/client';

type Column = Schemas['ImportColumn'];
export type Meant = Record<string, Column['field']>;

export const meantBy = (columns: Column[]): Meant =>
  Object.fromEntries(columns.map(({ heading, field }) => [heading, field]));

export const isChanged = (columns: Column[], meant: Meant): boolean =>
  columns.some(({ heading, field }) => meant[heading] !== field);
