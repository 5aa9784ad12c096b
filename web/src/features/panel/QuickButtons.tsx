import { IconAddressBook, IconAlertTriangle, IconChecklist, IconHourglass } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '~/api/client';
import { useTexts } from '~/i18n';
import classes from './Panel.module.css';

/** The board's quick buttons: each leads to its list, and says how many there are. */
export function QuickButtons({ panel }: { panel?: Schemas['Panel'] }) {
  const { panel: said } = useTexts();
  const counts = panel?.tasks.counts;
  const buttons = [
    { to: '/tasks', text: said.quick.all, count: counts?.all, Icon: IconChecklist },
    {
      to: '/tasks',
      search: { show: 'urgent' },
      text: said.quick.urgent,
      count: counts?.urgent,
      Icon: IconAlertTriangle,
    },
    { to: '/clients', text: said.quick.contacts, count: panel?.clients.total, Icon: IconAddressBook },
    {
      to: '/tasks',
      search: { show: 'in_preparation' },
      text: said.quick.inPreparation,
      count: counts?.in_preparation,
      Icon: IconHourglass,
    },
  ];
  return (
    <nav aria-label={said.quick.label} className={classes.quick}>
      {buttons.map(({ to, search, text, count, Icon }) => (
        <Link key={text} to={to as string} search={search as never} className={classes.quickButton}>
          <Icon size={19} stroke={1.8} aria-hidden />
          <span className={classes.quickText}>{text}</span>
          <span className={classes.quickCount}>{count}</span>
        </Link>
      ))}
    </nav>
  );
}
