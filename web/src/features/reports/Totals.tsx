import { Skeleton, Text, Title } from '@mantine/core';
import { Suspense } from 'react';
import type { Schemas } from '~/api/client';
import { useTexts } from '~/i18n';
import { grouped } from '~/i18n/count';
import { lazily } from '~/ui/lazily';
import { usePhone } from '~/ui/usePhone';
import classes from './Reports.module.css';

const AgentChart = lazily(() => import('./AgentChart').then((module) => module.default));

const MOST = 10;

interface Row {
  id: string;
  name: string;
  count: number;
}

/** How many there are of all that the filters ask for, of each agent and in each branch. */
export function Totals({ totals }: { totals: Schemas['UnattendedTotals'] }) {
  const { reports, people } = useTexts();
  const phone = usePhone();
  const agents = totals.by_agent.map(({ agent, count }) => ({
    id: agent?.id ?? '',
    name: agent ? (agent.name ?? people.noName) : people.nobody,
    count,
  }));
  return (
    <div className={classes.totals}>
      <div className={classes.total} data-state={totals.count > 0 ? 'overdue' : 'done'}>
        <span className={classes.big}>{grouped(totals.count)}</span> {reports.overdueTotal(totals.count)}
      </div>
      <section className={classes.card} aria-labelledby="by-agent">
        <Title order={2} id="by-agent" className={classes.cardTitle}>
          {reports.byAgent}
        </Title>
        {phone || <Chart counts={agents.slice(0, MOST)} />}
        <div className={phone ? undefined : classes.hidden}>
          <Counts rows={agents} />
        </div>
      </section>
      {totals.by_branch.length > 1 && (
        <section className={classes.card} aria-labelledby="by-branch">
          <Title order={2} id="by-branch" className={classes.cardTitle}>
            {reports.byBranch}
          </Title>
          <Counts
            rows={totals.by_branch.map(({ branch, count }) => ({
              id: branch.id,
              name: branch.name ?? people.noName,
              count,
            }))}
          />
        </section>
      )}
    </div>
  );
}

const Chart = ({ counts }: { counts: Row[] }) => (
  <div className={classes.chart}>
    <Suspense fallback={<Skeleton h={100} radius="md" />}>
      <AgentChart counts={counts} />
    </Suspense>
  </div>
);

function Counts({ rows }: { rows: Row[] }) {
  const { reports } = useTexts();
  const others = rows.slice(MOST).reduce((sum, { count }) => sum + count, 0);
  return (
    <dl className={classes.counts}>
      {rows.slice(0, MOST).map(({ id, name, count }) => (
        <div key={id}>
          <Text component="dt" fz={13.5} truncate>
            {name}
          </Text>
          <dd>{grouped(count)}</dd>
        </div>
      ))}
      {others > 0 && (
        <div>
          <Text component="dt" fz={13.5} c="var(--ink-3)">
            {reports.others(rows.length - MOST)}
          </Text>
          <dd>{grouped(others)}</dd>
        </div>
      )}
    </dl>
  );
}
