import { Title } from '@mantine/core';
import { IconArrowRight, IconChecks } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '~/api/client';
import { PendingList } from '~/features/followups/open';
import { useTexts } from '~/i18n';
import { grouped } from '~/i18n/count';
import { EmptyState } from '~/ui/EmptyState';
import classes from './Panel.module.css';

const STATES = ['overdue', 'today', 'upcoming'] as const;

export function Pending({ followUps }: { followUps: Schemas['Panel']['follow_ups'] }) {
  const { panel, states, followUps: said } = useTexts();
  return (
    <section className={classes.card} aria-labelledby="pending">
      <header className={classes.head}>
        <Title order={2} id="pending">
          {panel.pending}
        </Title>
        <Link to="/follow-ups" className={classes.all}>
          {panel.seeAll} <IconArrowRight size={15} aria-hidden />
        </Link>
      </header>
      <div className={classes.counts}>
        {STATES.map((state) => (
          <Link key={state} to="/follow-ups" search={{ state }} className={classes.state} data-state={state}>
            <span className={classes.big}>{shown(followUps[state])}</span> {states[state]}
          </Link>
        ))}
      </div>
      {followUps.items.length > 0 ? (
        <PendingList items={followUps.items} />
      ) : (
        followUps.overdue !== null && (
          <EmptyState icon={<IconChecks size={30} />} title={said.empty}>
            {said.emptyMore}
          </EmptyState>
        )
      )}
    </section>
  );
}

/** A dash where the service that counts is away. */
const shown = (n: number | null): string => (n === null ? '–' : grouped(n));
