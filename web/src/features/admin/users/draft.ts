import type { Schemas } from '~/api/client';
import type { Role } from '~/api/session';
import type { User } from '../data';

/** A user as the form holds them. */
export interface UserDraft {
  name: string;
  email: string;
  phone: string;
  role: Role;
  branchIds: string[];
  teamIds: string[];
}

export const draftOf = (user?: User): UserDraft => ({
  name: user?.name ?? '',
  email: user?.email ?? '',
  phone: user?.phone ?? '',
  role: (user?.role ?? 'operator') as Role,
  branchIds: user?.branch_ids ?? [],
  teamIds: user?.team_ids ?? [],
});

export const isComplete = ({ name, email, role, branchIds }: UserDraft): boolean =>
  !!name.trim() && !!email.trim() && (role === 'admin' || branchIds.length > 0);

type Whole = Omit<Schemas['UserIn'], 'password' | 'active'>;

const wholeOf = (draft: UserDraft): Whole => ({
  name: draft.name.trim(),
  email: draft.email.trim(),
  phone: draft.phone.trim() || null,
  role: draft.role,
  branch_ids: draft.branchIds,
  team_ids: draft.teamIds,
});

/** What the form says; of a user there is, only what is not as it was: what others change meanwhile stays. */
export function changedOf(draft: UserDraft): Whole;
export function changedOf(draft: UserDraft, before: UserDraft): Partial<Whole>;
export function changedOf(draft: UserDraft, before?: UserDraft): Partial<Whole> {
  const whole = wholeOf(draft);
  if (!before) return whole;
  const was = wholeOf(before);
  const isSame = (key: keyof Whole) => JSON.stringify(whole[key]) === JSON.stringify(was[key]);
  return Object.fromEntries(Object.entries(whole).filter(([key]) => !isSame(key as keyof Whole)));
}
