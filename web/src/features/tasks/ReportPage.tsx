import { SegmentedControl } from '@mantine/core';
import { IconReportAnalytics } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { api, type Schemas } from '~/api/client';
import { useBranchFilter } from '~/branch';
import { SectionTabs } from '~/features/agenda/open';
import { useTexts } from '~/i18n';
import { EmptyState } from '~/ui/EmptyState';
import { ExportMenu } from '~/ui/ExportMenu';
import { LoadFailed } from '~/ui/LoadFailed';
import { MoreOnScroll } from '~/ui/MoreOnScroll';
import { PageHeader } from '~/ui/PageHeader';
import { Period } from '~/ui/Period';
import { type Column, Table } from '~/ui/Table';
import { usePhone } from '~/ui/usePhone';
import { useTaskTypes } from './data';
import classes from './Report.module.css';

type Count = Schemas['TaskCount'];
const REPORT = '/api/v1/reports/tasks';

/** How many tasks there were of each tag, type or operator, and what came of them. */
export function ReportPage() {
  const { tasks } = useTexts();
  const { by, from, to } = useSearch({ from: '/tasks/report' });
  const go = useNavigate({ from: '/tasks/report' });
  const phone = usePhone();
  const query = { by, from, to, ...useBranchFilter() };
  const list = api.useInfiniteQuery(
    'get',
    REPORT,
    { params: { query } },
    {
      initialPageParam: null,
      getNextPageParam: (last) => last.next_cursor,
      placeholderData: (before) => before,
    },
  );
  const rows = list.data?.pages.flatMap((page) => page.items);
  const narrow = (changed: Partial<typeof query>) =>
    go({ search: (before) => ({ ...before, ...changed }), replace: true });
  const { report } = tasks;
  return (
    <>
      <SectionTabs />
      <PageHeader title={report.title} lead={report.lead}>
        <ExportMenu path={REPORT} query={query} name={report.file} disabled={rows?.length === 0} />
      </PageHeader>
      <div className={classes.tools}>
        <SegmentedControl
          aria-label={report.by}
          data={[
            { value: 'type', label: report.byType },
            { value: 'tag', label: report.byTag },
            { value: 'operator', label: report.byOperator },
          ]}
          value={by}
          onChange={(chosen) => narrow({ by: chosen })}
        />
        <div className={classes.period}>
          <Period from={from} to={to} onChange={narrow} />
        </div>
      </div>
      {list.error ? (
        <LoadFailed problem={list.error} onRetry={() => list.refetch()} />
      ) : rows?.length === 0 ? (
        <EmptyState icon={<IconReportAnalytics size={30} />} title={report.nothing}>
          {report.nothingMore}
        </EmptyState>
      ) : (
        <Counts rows={rows} by={by} phone={phone} />
      )}
      <MoreOnScroll
        hasMore={list.hasNextPage}
        busy={list.isFetchingNextPage}
        onMore={() => list.fetchNextPage()}
      />
    </>
  );
}

function Counts({ rows, by, phone }: { rows?: Count[]; by: string; phone: boolean }) {
  const { tasks, people } = useTexts();
  const types = useTaskTypes();
  const { report, status } = tasks;
  const colorOf = (key: string | null) => types.find(({ id }) => id === key)?.color;
  const titles: Record<string, string> = {
    tag: report.byTag,
    type: report.byType,
    operator: report.byOperator,
  };
  const columns: Column<Count>[] = [
    {
      id: 'name',
      title: titles[by] ?? '',
      cell: ({ key, name }) => (
        <span className={classes.name}>
          {by === 'type' && <span className={classes.dot} style={{ background: colorOf(key) }} />}
          {name ?? people.nobody}
        </span>
      ),
    },
    {
      id: 'total',
      title: report.total,
      width: phone ? 64 : 110,
      sorted: 'descending',
      cell: (each) => each.total,
    },
    { id: 'planned', title: status.planned, width: phone ? 84 : 130, cell: (each) => each.planned },
    { id: 'done', title: status.done, width: phone ? 116 : 150, cell: (each) => each.done },
    { id: 'cancelled', title: status.cancelled, width: phone ? 90 : 130, cell: (each) => each.cancelled },
    {
      id: 'share',
      title: report.share,
      width: phone ? 150 : 190,
      cell: ({ done, total }) => (
        <span className={classes.share}>
          <span className={classes.bar} aria-hidden>
            <span style={{ width: `${(100 * done) / total}%` }} />
          </span>
          {report.percent(Math.round((100 * done) / total))}
        </span>
      ),
    },
  ];
  return (
    <Table
      caption={report.title}
      columns={columns}
      rows={rows}
      keyOf={({ key }) => key ?? 'nobody'}
      minWidth={phone ? 680 : 800}
    />
  );
}
