import { Badge, Button, Text } from '@mantine/core';
import { IconPhonePlus } from '@tabler/icons-react';
import { useUser } from '~/api/session';
import { useTimeZones, useToday } from '~/branch';
import { dayOf, relativeDay } from '~/dates';
import { openInteraction } from '~/features/interactions/open';
import { useLanguage, useTexts } from '~/i18n';
import { PersonName } from '~/ui/PersonName';
import { readablePhone } from '~/ui/phone';
import { type Column, Table } from '~/ui/Table';
import { usePhone } from '~/ui/usePhone';
import type { WithoutNext } from './data';
import { ClientName, SaleName } from './Openers';
import classes from './Reports.module.css';

const COLORS = { lead: 'gray', prospect: 'violet', sale: 'green' };

export function WithoutNextList({ rows }: { rows?: WithoutNext[] }) {
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
  return (
    <Table
      caption={reports.withoutNextStep}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      minWidth={1060}
    />
  );
}

function useColumns(): Column<WithoutNext>[] {
  const { columns } = useTexts().reports;
  const { branches } = useUser();
  const all: Column<WithoutNext>[] = [
    { id: 'type', title: columns.type, width: 100, cell: (each) => <Type row={each} /> },
    {
      id: 'client',
      title: columns.client,
      cell: ({ client }) => (
        <>
          <ClientName client={client} />
          <Text fz={13} c="var(--ink-2)">
            {client.phone && readablePhone(client.phone)}
          </Text>
        </>
      ),
    },
    { id: 'sale', title: columns.sale, width: 200, cell: ({ sale }) => <SaleName sale={sale} /> },
    { id: 'last', title: columns.last, width: 132, cell: (each) => <Last row={each} /> },
    { id: 'agent', title: columns.agent, width: 160, cell: ({ agent }) => <PersonName person={agent} /> },
    { id: 'branch', title: columns.branch, width: 140, cell: ({ branch }) => branch.name },
    { id: 'actions', title: columns.actions, width: 206, cell: (each) => <Contact row={each} /> },
  ];
  return branches.length > 1 ? all : all.filter(({ id }) => id !== 'branch');
}

const Type = ({ row: { type } }: { row: WithoutNext }) => (
  <Badge variant="light" color={COLORS[type]}>
    {useTexts().reports.types[type]}
  </Badge>
);

function Last({ row: { last_interaction_at: at, branch } }: { row: WithoutNext }) {
  const { reports } = useTexts();
  const language = useLanguage();
  const today = useToday();
  const zones = useTimeZones();
  if (!at)
    return (
      <Text span fz={13.5} c="var(--ink-3)">
        {reports.never}
      </Text>
    );
  return relativeDay(dayOf(Date.parse(at), zones(branch.id)), today(branch.id), language);
}

function Contact({ row }: { row: WithoutNext }) {
  const { followUps } = useTexts();
  return (
    <Button
      variant="light"
      h={36}
      px="sm"
      leftSection={<IconPhonePlus size={17} aria-hidden />}
      onClick={() => openInteraction(row.client)}
    >
      {followUps.addInteraction}
      <span className={classes.hidden}> {row.client.name}</span>
    </Button>
  );
}

function Card({ row }: { row: WithoutNext }) {
  return (
    <li className={classes.row}>
      <div className={classes.rowHead}>
        <ClientName client={row.client} />
        <Type row={row} />
      </div>
      <SaleName sale={row.sale} />
      <div className={classes.rowFoot}>
        <Text fz={13} c="var(--ink-3)">
          <Last row={row} />
        </Text>
        <Contact row={row} />
      </div>
    </li>
  );
}
