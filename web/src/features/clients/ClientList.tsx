import { Button, Text } from '@mantine/core';
import { IconPlus, IconUsers } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { Client } from '~/api/client';
import { useTimeZones, useToday } from '~/branch';
import { dayOf, relativeDay } from '~/dates';
import { openInteraction } from '~/features/interactions/open';
import { useLanguage, useTexts } from '~/i18n';
import { EmptyState } from '~/ui/EmptyState';
import { KeyHint } from '~/ui/KeyHint';
import { PagedList } from '~/ui/PagedList';
import { PersonName } from '~/ui/PersonName';
import type { Column } from '~/ui/Table';
import { ClientCard } from './ClientCard';
import { ClientName } from './ClientName';
import classes from './Clients.module.css';
import { PhoneLine } from './Contacting';
import { useClients } from './data';
import { openDialog } from './dialog';
import type { ClientFilters } from './filters';
import { NobodyFound } from './NobodyFound';
import { openClient } from './opened';
import { RowActions } from './RowActions';
import { Tags } from './Tags';
import { TypeBadge } from './TypeBadge';

export function ClientList({ filters, onClear }: { filters: ClientFilters; onClear: () => void }) {
  const { clients } = useTexts();
  const { list, rows } = useClients(filters);
  const columns = useColumns(filters);
  return (
    <PagedList
      caption={clients.title}
      list={list}
      rows={rows}
      columns={columns}
      card={(client) => <ClientCard client={client} />}
      cardHeight={116}
      keyOf={({ id }) => id}
      onOpen={({ id }) => openClient(id)}
      keys={{ i: openInteraction, v: ({ id }) => openClient(id) }}
      empty={Object.values(filters).some(Boolean) ? <NobodyFound onClear={onClear} /> : <NoClients />}
      hint={<Hint />}
    />
  );
}

/** What the keys do in a list whose rows lead to profiles. */
export function Hint() {
  const { hint } = useTexts().clients;
  return (
    <KeyHint
      keys={[
        ['↑ ↓', hint.move],
        ['Enter', hint.open],
        ['I', hint.interaction],
      ]}
    />
  );
}

function NoClients() {
  const { clients } = useTexts();
  return (
    <EmptyState
      icon={<IconUsers size={28} />}
      title={clients.empty}
      action={
        <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => openDialog({ kind: 'new' })}>
          {clients.new}
        </Button>
      }
    >
      {clients.emptyMore}
    </EmptyState>
  );
}

function useColumns({ sort }: ClientFilters): Column<Client>[] {
  const { clients, client: said } = useTexts();
  return useMemo(
    () => [
      {
        id: 'client',
        title: clients.columns.client,
        width: 212,
        sorted: sort === 'name' ? 'ascending' : undefined,
        cell: (client) => (
          <>
            <ClientName client={client} />
            <PhoneLine person={client} contact={{ client_id: client.id }} />
          </>
        ),
      },
      {
        id: 'email',
        title: clients.columns.email,
        cell: ({ email }) => (
          <Text fz={13} c={email ? 'var(--ink-2)' : 'var(--ink-3)'} truncate title={email ?? undefined}>
            {email ?? said.noEmail}
          </Text>
        ),
      },
      { id: 'type', title: clients.columns.type, width: 108, cell: ({ type }) => <TypeBadge type={type} /> },
      {
        id: 'source',
        title: clients.columns.source,
        width: 128,
        cell: (client) => <Source client={client} />,
      },
      {
        id: 'status',
        title: clients.columns.status,
        width: 92,
        cell: ({ status }) => (
          <span className={classes.status} data-status={status}>
            {clients.statuses[status]}
          </span>
        ),
      },
      {
        id: 'tags',
        title: clients.columns.tags,
        width: 190,
        cell: ({ tags }) => <Tags tags={tags} most={2} />,
      },
      {
        id: 'assigned',
        title: clients.columns.assigned,
        width: 150,
        cell: ({ assigned_to }) => <PersonName person={assigned_to} />,
      },
      {
        id: 'actions',
        title: clients.columns.actions,
        width: 96,
        cell: (client) => <RowActions client={client} />,
      },
    ],
    [clients, said, sort],
  );
}

function Source({ client }: { client: Client }) {
  const { clients } = useTexts();
  const language = useLanguage();
  const today = useToday()(client.branch_id);
  const zone = useTimeZones()(client.branch_id);
  const born = relativeDay(dayOf(Date.parse(client.created_at), zone), today, language);
  return (
    <>
      <Text fz={13.5}>{clients.sources[client.source]}</Text>
      <Text fz={12.5} c="var(--ink-3)" truncate>
        {clients.since(born.toLowerCase())}
      </Text>
    </>
  );
}
