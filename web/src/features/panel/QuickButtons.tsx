import { IconAddressBook, IconAlertTriangle, IconChecklist, IconHourglass } from '@tabler/icons-react';
import { Link, linkOptions } from '@tanstack/react-router';
import type { Schemas } from '~/api/client';
import { useTexts } from '~/i18n';
import { grouped } from '~/i18n/count';
import classes from './Panel.module.css';

/** The board's quick buttons: each leads to its list, and says how many there are. */
export function QuickButtons({ panel }: { panel?: Schemas['Panel'] }) {
  const { panel: said } = useTexts();
  const counts = panel?.tasks.counts;
  const lists = [
    { text: said.quick.all, count: counts?.all, Icon: IconChecklist, link: linkOptions({ to: '/tasks' }) },
    {
      text: said.quick.urgent,
      count: counts?.urgent,
      Icon: IconAlertTriangle,
      link: linkOptions({ to: '/tasks', search: { show: 'urgent' } }),
    },
    {
      text: said.quick.contacts,
      count: panel?.clients.total,
      Icon: IconAddressBook,
      link: linkOptions({ to: '/clients' }),
    },
    {
      text: said.quick.inPreparation,
      count: counts?.in_preparation,
      Icon: IconHourglass,
      link: linkOptions({ to: '/tasks', search: { show: 'in_preparation' } }),
    },
  ];
  return (
    <nav aria-label={said.quick.label} className={classes.quick}>
      {lists.map(({ text, count, Icon, link }) => (
        <Link key={text} {...link} className={classes.quickButton}>
          <Icon size={19} stroke={1.8} aria-hidden />
          <span className={classes.quickText}>{text}</span>
          <span className={classes.quickCount}>
            {count !== undefined && count !== null && grouped(count)}
          </span>
        </Link>
      ))}
    </nav>
  );
}
