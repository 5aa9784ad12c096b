import type { Schemas } from '~/api/client';

type Refusal = Pick<Schemas['Problem'], 'type' | 'errors'> | null | undefined;

/** What the server says about a field, and about what is in it. */
export const wrongIn =
  (problem: Refusal) =>
  (field: string): string | undefined =>
    Object.entries(problem?.errors ?? {})
      .filter(([name]) => name === field || name.startsWith(`${field}.`))
      .flatMap(([, messages]) => messages)
      .join(' ') || undefined;

/** Whether fields are named in it. */
export const namesFields = (problem: Refusal): boolean => Object.keys(problem?.errors ?? {}).length > 0;

/** Whether it is this refusal, e.g. `name-taken`. */
export const isNamed = (problem: Refusal, name: string): boolean => !!problem?.type.endsWith(`/${name}`);
