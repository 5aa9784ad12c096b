import type { User } from '../data';

/** Who can be in a team of a branch: who works there, administrators, and who is in it already. */
export const candidates = (people: User[], branchId: string | null, members: string[] = []): User[] =>
  people.filter(
    ({ id, active, role, branch_ids }) =>
      members.includes(id) ||
      (active && branchId !== null && (role === 'admin' || branch_ids.includes(branchId))),
  );
