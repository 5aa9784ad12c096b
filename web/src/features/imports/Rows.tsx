import { Button, Title } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTexts } from '~/i18n';
import { Chips, type Choice } from '~/ui/Chips';
import { EmptyState } from '~/ui/EmptyState';
import { LoadFailed } from '~/ui/LoadFailed';
import { type Column, Table } from '~/ui/Table';
import { usePhone } from '~/ui/usePhone';
import { type Import, type Row, useRows } from './data';
import type { Shown } from './filters';
import classes from './Imports.module.css';
import { Outcome, RowData, RowStory } from './RowParts';

/** The report, row by row. */
export function Rows({ job }: { job: Import }) {
  const { imports, actions } = useTexts();
  const filters = useSearch({ from: '/imports/$id' });
  const go = useNavigate({ from: '/imports/$id' });
  const { list, rows } = useRows(job, filters);
  const counts = job.rows;
  const { outcomes } = imports;
  const choices: Choice<Shown>[] = [
    { text: outcomes.all, number: counts.total },
    { value: 'new', text: outcomes.new, number: counts.new, state: 'done' },
    { value: 'update', text: outcomes.update, number: counts.updates, state: 'upcoming' },
    { value: 'duplicate', text: outcomes.duplicate, number: counts.duplicates, state: 'today' },
    { value: 'error', text: outcomes.error, number: counts.errors, state: 'overdue' },
  ];
  if (counts.kept > 0) choices.push({ value: 'kept', text: imports.kept, number: counts.kept });
  return (
    <section aria-labelledby="report">
      <Title order={2} id="report" mt={22} mb={10}>
        {imports.report}
      </Title>
      <div className={classes.choice}>
        <Chips<Shown>
          label={imports.filterByOutcome}
          value={filters.show}
          onChange={(show) => go({ search: { show }, replace: true })}
          choices={choices}
        />
      </div>
      {list.error ? (
        <LoadFailed problem={list.error} onRetry={() => list.refetch()} />
      ) : rows?.length === 0 ? (
        <EmptyState icon={<IconFilterOff size={28} />} title={imports.noRows}>
          {imports.noRowsMore}
        </EmptyState>
      ) : (
        <List rows={rows} />
      )}
      {list.hasNextPage && (
        <div className={classes.more}>
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
            {actions.more}
          </Button>
        </div>
      )}
    </section>
  );
}

function List({ rows }: { rows?: Row[] }) {
  const { imports } = useTexts();
  const phone = usePhone();
  if (phone)
    return (
      <ul className={classes.list} aria-busy={!rows}>
        {rows?.map((each) => (
          <li key={each.number} className={classes.row}>
            <div className={classes.rowHead}>
              <span>
                {imports.row} {each.number}
              </span>
              <Outcome row={each} />
            </div>
            <RowData row={each} />
            <RowStory row={each} />
          </li>
        ))}
      </ul>
    );
  const columns: Column<Row>[] = [
    { id: 'number', title: imports.row, width: 76, cell: ({ number }) => number },
    { id: 'outcome', title: imports.outcome, width: 170, cell: (each) => <Outcome row={each} /> },
    { id: 'data', title: imports.data, width: 360, cell: (each) => <RowData row={each} /> },
    { id: 'what', title: imports.what, cell: (each) => <RowStory row={each} /> },
  ];
  return (
    <Table
      caption={imports.report}
      columns={columns}
      rows={rows}
      keyOf={({ number }) => String(number)}
      minWidth={860}
    />
  );
}
