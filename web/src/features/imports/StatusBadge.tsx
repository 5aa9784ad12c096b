import { IconAlertTriangle, IconArrowBackUp, IconCheck, IconClock, IconLoader2 } from '@tabler/icons-react';
import { useTexts } from '~/i18n';
import type { Import } from './data';
import classes from './Imports.module.css';

const LOOKS = {
  checking: [IconLoader2, 'upcoming'],
  ready: [IconClock, 'today'],
  applying: [IconLoader2, 'upcoming'],
  applied: [IconCheck, 'done'],
  reverting: [IconLoader2, 'upcoming'],
  reverted: [IconArrowBackUp, 'upcoming'],
  failed: [IconAlertTriangle, 'overdue'],
} as const;

export function StatusBadge({ status }: { status: Import['status'] }) {
  const [Icon, state] = LOOKS[status];
  return (
    <span className={classes.badge} data-state={state}>
      <Icon size={14} stroke={2.2} aria-hidden /> {useTexts().imports.statuses[status]}
    </span>
  );
}
