import { type Branch, useUser } from '~/api/session';
import { useMinute } from '~/clock';
import { type Day, dayOf } from '~/dates';
import { createKept, useStore } from '~/store';

/** The branch that is looked at; none means all that the user may see. */
export const chosenBranch = createKept('crm.branch');

/** Also for those who may see several: undefined while they look at all of them. */
export function useBranch(): Branch | undefined {
  const { branches } = useUser();
  const chosen = useStore(chosenBranch);
  return branches.length === 1 ? branches[0] : branches.find(({ id }) => id === chosen);
}

/** As a filter for lists. */
export function useBranchFilter(): { branch_id?: [string] } {
  const chosen = useStore(chosenBranch);
  const { branches } = useUser();
  return branches.some(({ id }) => id === chosen) && chosen ? { branch_id: [chosen] } : {};
}

/** The time zone of a branch; without one, of the branch that is looked at. */
export function useTimeZones(): (branchId?: string) => string {
  const { branches } = useUser();
  const here = useBranch() ?? branches[0];
  return (branchId) => (branches.find(({ id }) => id === branchId) ?? here)?.time_zone ?? 'UTC';
}

/** Which day it is in a branch, by the server's clock. */
export function useToday(): (branchId?: string) => Day {
  const minute = useMinute();
  const zones = useTimeZones();
  return (branchId) => dayOf(minute, zones(branchId));
}
