import { Button, Group, Text } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { openClient } from '~/features/clients/open';
import { Chips } from '~/ui/Chips';
import { EmptyState } from '~/ui/EmptyState';
import { ListPage } from '~/ui/ListPage';
import { NothingFound } from '~/ui/NothingFound';
import { OnlyOf } from '~/ui/OnlyOf';
import { PagedList } from '~/ui/PagedList';
import { SavedViews } from '~/ui/SavedViews';
import type { Column } from '~/ui/Table';
import { Channel } from './Channel';
import { useDeliveries } from './data';
import { Filters } from './Filters';
import { type Delivery, type MessageFilters, STATUSES } from './filters';
import { HealthLine } from './Health';
import classes from './Messages.module.css';
import { Retry, Said, useWhen } from './parts';
import { SIGNS, StatusBadge } from './StatusBadge';
import { useTexts } from './texts';

/** «Envíos»: what became of every message. */
export function MessagesPage() {
  const { messages } = useTexts();
  const filters = useSearch({ from: '/messages' });
  const go = useNavigate({ from: '/messages' });
  const { list, rows } = useDeliveries(filters);
  const columns = useColumns();
  const narrow = (changed: MessageFilters) =>
    go({ search: (before) => ({ ...before, ...changed }), replace: true });
  const open = (search: MessageFilters) => go({ search, replace: true });
  return (
    <ListPage
      title={messages.title}
      lead={messages.lead}
      chips={
        <Chips
          label={messages.byStatus}
          value={filters.status}
          onChange={(status) => narrow({ status })}
          choices={[
            { text: messages.all },
            ...STATUSES.map((value) => ({ value, text: messages.many[value], state: SIGNS[value].state })),
          ]}
        />
      }
      tools={
        <>
          {filters.client_id && (
            <OnlyOf onClear={() => narrow({ client_id: undefined })}>
              {messages.ofClient(rows?.find(({ client }) => client)?.client?.name ?? '')}
            </OnlyOf>
          )}
          <SavedViews list="messages" search={filters} onOpen={open} />
          <Filters filters={filters} onChange={narrow} />
        </>
      }
    >
      <HealthLine />
      <PagedList
        caption={messages.title}
        list={list}
        rows={rows}
        columns={columns}
        card={(delivery) => <MessageCard delivery={delivery} />}
        cardHeight={150}
        keyOf={({ id }) => id}
        empty={
          Object.values(filters).some(Boolean) ? (
            <NothingFound title={messages.nothing} onClear={() => open({})}>
              {messages.nothingMore}
            </NothingFound>
          ) : (
            <EmptyState icon={<IconSend size={28} />} title={messages.empty}>
              {messages.emptyMore}
            </EmptyState>
          )
        }
      />
    </ListPage>
  );
}

function useColumns(): Column<Delivery>[] {
  const { columns } = useTexts().messages;
  return [
    {
      id: 'status',
      title: columns.status,
      width: 128,
      cell: ({ status }) => <StatusBadge status={status} />,
    },
    { id: 'message', title: columns.message, cell: (delivery) => <Said delivery={delivery} /> },
    {
      id: 'recipient',
      title: columns.recipient,
      width: 190,
      cell: (delivery) => <Recipient delivery={delivery} />,
    },
    {
      id: 'channel',
      title: columns.channel,
      width: 122,
      cell: ({ channel }) => <Channel channel={channel} />,
    },
    {
      id: 'when',
      title: columns.when,
      width: 140,
      sorted: 'descending',
      cell: (delivery) => <When delivery={delivery} />,
    },
    { id: 'actions', title: columns.actions, width: 138, cell: (delivery) => <Retry delivery={delivery} /> },
  ];
}

const When = ({ delivery }: { delivery: Delivery }) => <Text fz={13.5}>{useWhen()(delivery)}</Text>;

function Recipient({ delivery: { recipient, recipient_address } }: { delivery: Delivery }) {
  const { people, messages } = useTexts();
  const name = recipient.name ?? people.noName;
  return (
    <>
      {recipient.type === 'client' ? (
        <Button
          variant="transparent"
          size="compact-sm"
          p={0}
          maw="100%"
          fz={14}
          fw={600}
          c="var(--ink)"
          onClick={() => openClient(recipient.id)}
        >
          {name}
        </Button>
      ) : (
        <Text fz={14} fw={550} truncate title={name}>
          {name}
        </Text>
      )}
      <Text fz={12.5} c="var(--ink-3)" truncate>
        {recipient_address ?? messages.recipients[recipient.type]}
      </Text>
    </>
  );
}

function MessageCard({ delivery }: { delivery: Delivery }) {
  const when = useWhen();
  return (
    <li className={classes.card}>
      <Group justify="space-between" gap={8}>
        <StatusBadge status={delivery.status} />
        <Text fz={12.5} c="var(--ink-3)">
          {when(delivery)}
        </Text>
      </Group>
      <div>
        <Said delivery={delivery} />
      </div>
      <Group justify="space-between" gap={8} align="end">
        <div>
          <Recipient delivery={delivery} />
        </div>
        <Channel channel={delivery.channel} />
      </Group>
      <Retry delivery={delivery} />
    </li>
  );
}
