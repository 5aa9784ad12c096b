import {
  type Icon,
  IconAddressBook,
  IconCalendarEvent,
  IconChartBar,
  IconCheckbox,
  IconLayoutDashboard,
  IconMessages,
  IconSend,
  IconSettings2,
  IconTargetArrow,
} from '@tabler/icons-react';
import { may, type Role, useUser } from '~/api/session';

/**
 * Where one can go, in the order of the side bar; the first four have a place in the phone's bar, the others behind
 * its «Más». With a `role`, only for those who have at least that one.
 */
const SECTIONS = [
  { to: '/', text: 'panel', keys: 'g p', Icon: IconLayoutDashboard },
  { to: '/follow-ups', text: 'followUps', keys: 'g s', Icon: IconCheckbox },
  { to: '/agenda', also: '/tasks', text: 'agenda', keys: 'g a', Icon: IconCalendarEvent },
  { to: '/clients', text: 'clients', keys: 'g c', Icon: IconAddressBook },
  { to: '/interactions', text: 'interactions', keys: 'g i', Icon: IconMessages },
  { to: '/sales', text: 'sales', keys: 'g v', Icon: IconTargetArrow },
  { to: '/messages', text: 'messages', keys: 'g e', Icon: IconSend },
  { to: '/reports', text: 'reports', keys: 'g r', Icon: IconChartBar, role: 'manager' },
  { to: '/admin', text: 'admin', keys: 'g d', Icon: IconSettings2, role: 'manager' },
] as const;

export interface Section {
  to: (typeof SECTIONS)[number]['to'];
  text: (typeof SECTIONS)[number]['text'];
  /** Where the addresses of its other pages begin. */
  also?: string;
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
