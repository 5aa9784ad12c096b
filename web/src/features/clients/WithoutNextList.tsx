import { Text } from '@mantine/core';
import { IconChecks } from '@tabler/icons-react';
import type { Schemas } from '~/api/client';
import { useTimeZones, useToday } from '~/branch';
import { dayOf, relativeDay } from '~/dates';
import { openInteraction } from '~/features/interactions/open';
import { useLanguage, useTexts } from '~/i18n';
import { EmptyState } from '~/ui/EmptyState';
import { PagedList } from '~/ui/PagedList';
import { PersonName } from '~/ui/PersonName';
import type { Column } from '~/ui/Table';
import { Hint } from './ClientList';
import { ClientName } from './ClientName';
import classes from './Clients.module.css';
import { PhoneLine } from './Contacting';
import { useWithoutNext } from './data';
import type { ClientFilters } from './filters';
import { NobodyFound } from './NobodyFound';
import { openClient } from './opened';
import { RowActions } from './RowActions';
import { TypeBadge } from './TypeBadge';

type Forgotten = Schemas['WithoutNextStep'];

/** Whom nobody has promised to contact again: leads, prospects, and clients with an open sale. */
export function WithoutNextList({ filters, onClear }: { filters: ClientFilters; onClear: () => void }) {
  const { clients } = useTexts();
  const { list, rows } = useWithoutNext(filters);
  const columns = useColumns();
  return (
    <PagedList
      caption={clients.withoutNext}
      list={list}
      rows={rows}
      columns={columns}
      card={(row) => (
        <li className={classes.card}>
          {columns.map(({ id, cell }) => (
            <div key={id}>{cell(row)}</div>
          ))}
        </li>
      )}
      cardHeight={176}
      keyOf={({ id }) => id}
      onOpen={({ client }) => openClient(client.id)}
      keys={{ i: ({ client }) => openInteraction(client), v: ({ client }) => openClient(client.id) }}
      empty={
        filters.branch_id ? (
          <NobodyFound onClear={onClear} />
        ) : (
          <EmptyState icon={<IconChecks size={30} />} title={clients.allPromised}>
            {clients.allPromisedMore}
          </EmptyState>
        )
      }
      hint={<Hint />}
    />
  );
}

function useColumns(): Column<Forgotten>[] {
  const { columns } = useTexts().clients;
  return [
    {
      id: 'client',
      title: columns.client,
      width: 230,
      cell: ({ client, branch }) => (
        <>
          <ClientName client={client} />
          <PhoneLine person={{ ...client, branch_id: branch.id }} contact={{ client_id: client.id }} />
        </>
      ),
    },
    { id: 'type', title: columns.type, width: 120, cell: ({ type }) => <TypeBadge type={type} /> },
    {
      id: 'sale',
      title: columns.sale,
      cell: ({ sale }) => (
        <Text fz={13.5} truncate>
          {sale && `${sale.number} · ${sale.title}`}
        </Text>
      ),
    },
    { id: 'last', title: columns.last, width: 170, cell: (row) => <Last row={row} /> },
    {
      id: 'branch',
      title: columns.branch,
      width: 170,
      cell: ({ branch }) => <Text fz={13.5}>{branch.name}</Text>,
    },
    { id: 'agent', title: columns.assigned, width: 160, cell: ({ agent }) => <PersonName person={agent} /> },
    {
      id: 'actions',
      title: columns.actions,
      width: 96,
      cell: ({ client }) => <RowActions client={client} />,
    },
  ];
}

function Last({ row }: { row: Forgotten }) {
  const { clients } = useTexts();
  const language = useLanguage();
  const today = useToday()(row.branch.id);
  const zone = useTimeZones()(row.branch.id);
  const { last_interaction_at: at } = row;
  return (
    <Text fz={13.5} c={at ? undefined : 'var(--ink-3)'}>
      {at ? relativeDay(dayOf(Date.parse(at), zone), today, language) : clients.never}
    </Text>
  );
}
