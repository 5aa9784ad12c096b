import {
  type Icon,
  IconAddressBook,
  IconCheckbox,
  IconLayoutDashboard,
  IconMessages,
  IconSettings2,
} from '@tabler/icons-react';
import { may, type Role, useUser } from '~/api/session';

/**
 * Where one can go, in the order of the side bar; the first four have a place in the phone's bar, the others behind
 * its «Más». With a `role`, only for those who have at least that one.
 */
const SECTIONS = [
  { to: '/', text: 'panel', keys: 'g p', Icon: IconLayoutDashboard },
  { to: '/follow-ups', text: 'followUps', keys: 'g s', Icon: IconCheckbox },
  { to: '/clients', text: 'clients', keys: 'g c', Icon: IconAddressBook },
  { to: '/interactions', text: 'interactions', keys: 'g i', Icon: IconMessages },
  { to: '/admin', text: 'admin', keys: 'g d', Icon: IconSettings2, role: 'manager' },
] as const;

export interface Section {
  to: (typeof SECTIONS)[number]['to'];
  text: (typeof SECTIONS)[number]['text'];
  keys: string;
  Icon: Icon;
  role?: Role;
}

/** Those that the user may enter. */
export function useSections(): Section[] {
  const user = useUser();
  const sections: readonly Section[] = SECTIONS;
  return sections.filter(({ role }) => !role || may(user, role));
}
