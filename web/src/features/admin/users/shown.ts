import { finds } from '~/ui/plain';
import type { User } from '../data';

export type Shown = 'active' | 'inactive' | 'all';

interface Filters {
  typed: string;
  state: Shown;
  /** Administrators are of every branch. */
  branch?: string;
}

export const shownUsers = (users: User[], { typed, state, branch }: Filters): User[] =>
  users.filter(
    ({ name, email, active, role, branch_ids }) =>
      (state === 'all' || active === (state === 'active')) &&
      (!branch || role === 'admin' || branch_ids.includes(branch)) &&
      finds(typed, `${name} ${email ?? ''}`),
  );
