import { IconAlertTriangle, IconCircleCheck, IconProgress } from '@tabler/icons-react';
import { useTexts } from '~/i18n';
import type { Sale } from './data';
import classes from './Sales.module.css';

const ICONS = { yellow: IconProgress, blue: IconCircleCheck, red: IconAlertTriangle };

/** How the follow-up of a sale stands: color, icon and words. */
export function Indicator({ indicator }: { indicator: Sale['indicator'] }) {
  const Icon = ICONS[indicator];
  return (
    <span className={classes.indicator} data-state={indicator}>
      <Icon size={15} stroke={2.2} aria-hidden /> {useTexts().sales.indicators[indicator]}
    </span>
  );
}
