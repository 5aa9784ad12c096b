import { IconCalendarEvent, IconCheckbox, IconLayoutDashboard } from '@tabler/icons-react';

/** Where one can go, in the order of the side bar; the first four have a place in the phone's bar. */
export const SECTIONS = [
  { to: '/', text: 'panel', keys: 'g p', Icon: IconLayoutDashboard },
  { to: '/follow-ups', text: 'followUps', keys: 'g s', Icon: IconCheckbox },
  { to: '/agenda', text: 'agenda', keys: 'g a', Icon: IconCalendarEvent },
] as const;

export type Section = (typeof SECTIONS)[number];
