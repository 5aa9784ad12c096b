import {
  IconAlertTriangle,
  IconBan,
  IconCheck,
  IconChecks,
  IconClock,
  IconEyeCheck,
} from '@tabler/icons-react';
import classes from '~/ui/StateBadge.module.css';
import type { Delivery } from './filters';
import { useTexts } from './texts';

export const SIGNS = {
  queued: { Icon: IconClock, state: 'today' },
  sent: { Icon: IconCheck, state: 'upcoming' },
  delivered: { Icon: IconChecks, state: 'done' },
  read: { Icon: IconEyeCheck, state: 'done' },
  failed: { Icon: IconAlertTriangle, state: 'overdue' },
  suppressed: { Icon: IconBan, state: 'upcoming' },
};

/** What became of a message, with its icon and its word. */
export function StatusBadge({ status }: { status: Delivery['status'] }) {
  const { messages } = useTexts();
  const { Icon, state } = SIGNS[status];
  return (
    <span className={classes.badge} data-state={state}>
      <Icon size={14} stroke={2.2} aria-hidden /> {messages.statuses[status]}
    </span>
  );
}
