import { texts } from '~/i18n';
import type { components } from './schema';

type Told = components['schemas']['Problem'];

/** What the API refused and why, in the user's language; or that it could not be reached (status 0). */
export class Problem extends Error implements Told {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly request_id: string;
  readonly errors: Record<string, string[]>;

  /** @param members all that the answer says, e.g. `claimed_by` too */
  constructor(readonly members: Told & Record<string, unknown>) {
    super(members.title);
    this.type = members.type;
    this.title = members.title;
    this.status = members.status;
    this.detail = members.detail;
    this.request_id = members.request_id;
    this.errors = members.errors ?? {};
  }
}

/** Thrown where something was not sent, but kept on this device to be sent: for whoever asked, it is done. */
export class Kept extends Problem {}

/** Whether an error means that the server could not be reached. */
export const isUnreachable = (error: unknown): boolean => error instanceof Problem && error.status === 0;

/** Whether the same request may well succeed a little later. */
export const mayPass = ({ status, type }: Problem): boolean =>
  [0, 408, 429].includes(status) || status >= 500 || type.endsWith('/idempotency-in-progress');

export async function problemOf(response: Response): Promise<Problem> {
  if (response.headers.get('content-type')?.startsWith('application/problem+json'))
    return new Problem(await response.json());
  return said('unexpected', response.status, texts().errors.unexpected, texts().errors.tryAgain);
}

export const unreachable = (): Problem =>
  said('unreachable', 0, texts().errors.unreachable, texts().errors.checkConnection);

const said = (name: string, status: number, title: string, detail: string): Problem =>
  new Problem({ type: `/problems/${name}`, status, title, detail, request_id: '' });
