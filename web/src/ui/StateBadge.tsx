import { IconAlertTriangle, IconBan, IconCalendarEvent, IconCheck, IconClock } from '@tabler/icons-react';
import type { FollowUp } from '~/api/client';
import { useTexts } from '~/i18n';
import classes from './StateBadge.module.css';

const ICONS = {
  overdue: IconAlertTriangle,
  today: IconClock,
  upcoming: IconCalendarEvent,
  done: IconCheck,
  cancelled: IconBan,
};

/** A state with its icon and its word: color is never the only sign. */
export function StateBadge({ state }: { state: FollowUp['state'] }) {
  const Icon = ICONS[state];
  return (
    <span className={classes.badge} data-state={state}>
      <Icon size={14} stroke={2.2} aria-hidden /> {useTexts().states[state]}
    </span>
  );
}
