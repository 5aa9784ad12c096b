import { Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useUser } from '~/api/session';
import { shortDay } from '~/dates';
import { useLanguage, useTexts } from '~/i18n';
import { PersonName } from '~/ui/PersonName';
import { readablePhone } from '~/ui/phone';
import { type Column, Table } from '~/ui/Table';
import { usePhone } from '~/ui/usePhone';
import type { Unattended } from './data';
import { ClientName, SaleName } from './Openers';
import classes from './Reports.module.css';

export function UnattendedList({ rows }: { rows?: Unattended[] }) {
  const { reports } = useTexts();
  const phone = usePhone();
  const columns = useColumns();
  if (phone)
    return (
      <ul className={classes.list} aria-busy={!rows}>
        {rows?.map((each) => (
          <Card key={each.id} row={each} />
        ))}
      </ul>
    );
  return <Table caption={reports.unattended} columns={columns} rows={rows} keyOf={({ id }) => id} />;
}

function useColumns(): Column<Unattended>[] {
  const { reports } = useTexts();
  const language = useLanguage();
  const { branches } = useUser();
  const { columns } = reports;
  const all: Column<Unattended>[] = [
    {
      id: 'client',
      title: columns.client,
      width: 230,
      cell: ({ client }) => (
        <>
          <ClientName client={client} />
          <Text fz={13} c="var(--ink-2)">
            {client.phone && readablePhone(client.phone)}
          </Text>
        </>
      ),
    },
    {
      id: 'due',
      title: columns.due,
      width: 140,
      sorted: 'ascending',
      cell: ({ due_on, due_time }) => (
        <>
          {shortDay(due_on, language)}
          <Text fz={12.5} c="var(--ink-3)">
            {due_time}
          </Text>
        </>
      ),
    },
    { id: 'late', title: columns.late, width: 100, cell: (each) => <Late row={each} /> },
    {
      id: 'notes',
      title: columns.notes,
      cell: ({ notes }) => (
        <Text fz={13.5} c="var(--ink-2)" lineClamp={2} title={notes}>
          {notes}
        </Text>
      ),
    },
    { id: 'sale', title: columns.sale, width: 190, cell: ({ sale }) => <SaleName sale={sale} /> },
    { id: 'agent', title: columns.agent, width: 160, cell: ({ agent }) => <PersonName person={agent} /> },
    { id: 'branch', title: columns.branch, width: 140, cell: ({ branch }) => branch.name },
  ];
  return branches.length > 1 ? all : all.filter(({ id }) => id !== 'branch');
}

function Late({ row }: { row: Unattended }) {
  return (
    <span className={classes.late} data-state="overdue">
      <IconAlertTriangle size={14} stroke={2.2} aria-hidden />{' '}
      {useTexts().reports.daysOverdue(row.days_overdue)}
    </span>
  );
}

function Card({ row }: { row: Unattended }) {
  const { people } = useTexts();
  const language = useLanguage();
  return (
    <li className={classes.row}>
      <div className={classes.rowHead}>
        <ClientName client={row.client} />
        <Late row={row} />
      </div>
      <Text fz={13} c="var(--ink-3)">
        {shortDay(row.due_on, language)} · {row.agent?.name ?? people.nobody}
      </Text>
      <Text fz={14} c="var(--ink-2)" mt={4} lineClamp={2}>
        {row.notes}
      </Text>
      <SaleName sale={row.sale} />
    </li>
  );
}
