import { Button, Kbd, Skeleton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconFilterOff, IconMessages, IconPlus, IconSearch, IconX } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { Schemas } from '~/api/client';
import { useTexts } from '~/i18n';
import { EmptyState } from '~/ui/EmptyState';
import { LoadFailed } from '~/ui/LoadFailed';
import { MoreOnScroll } from '~/ui/MoreOnScroll';
import { PageHeader } from '~/ui/PageHeader';
import { SavedViews } from '~/ui/SavedViews';
import { useShortcuts } from '~/ui/shortcuts';
import { Table } from '~/ui/Table';
import { usePhone } from '~/ui/usePhone';
import { useColumns } from './columns';
import { useInteractions } from './data';
import { Filters } from './Filters';
import type { InteractionFilters } from './filters';
import { InteractionCard } from './InteractionCard';
import classes from './Interactions.module.css';
import { deleteInteraction, editInteraction, openInteraction } from './open';

const LOADING = ['a', 'b', 'c', 'd'];

export function InteractionsPage() {
  const { interactions } = useTexts();
  const filters = useSearch({ from: '/interactions' });
  const go = useNavigate({ from: '/interactions' });
  const phone = usePhone();
  const search = useRef<HTMLInputElement>(null);
  const { list, rows } = useInteractions(filters);
  const [typed, type] = useState(filters.q ?? '');
  const narrow = (changed: InteractionFilters) =>
    go({ search: (before) => ({ ...before, ...changed }), replace: true });
  const look = useDebouncedCallback((q: string) => narrow({ q: q.trim() || undefined }), 250);
  const open = (searched: InteractionFilters) => {
    type(searched.q ?? '');
    go({ search: searched, replace: true });
  };

  useShortcuts({ '/': () => search.current?.focus() });

  return (
    <>
      <PageHeader title={interactions.title} lead={interactions.lead}>
        {!phone && (
          <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => openInteraction()}>
            {interactions.add}
          </Button>
        )}
      </PageHeader>
      <div className={classes.head}>
        <TextInput
          ref={search}
          className={classes.search}
          type="search"
          aria-label={interactions.search}
          placeholder={interactions.searchHint}
          leftSection={<IconSearch size={16} aria-hidden />}
          rightSection={!phone && <Kbd size="xs">/</Kbd>}
          value={typed}
          onChange={(event) => {
            type(event.currentTarget.value);
            look(event.currentTarget.value);
          }}
        />
        <div className={classes.tools}>
          {filters.client_id && (
            <Button
              variant="light"
              h={36}
              rightSection={<IconX size={15} aria-hidden />}
              onClick={() => narrow({ client_id: undefined })}
            >
              {interactions.ofClient(rows?.[0]?.client.name ?? '')}
            </Button>
          )}
          <SavedViews list="interactions" search={filters} onOpen={open} />
          <Filters filters={filters} onChange={narrow} />
        </div>
      </div>
      {list.error ? (
        <LoadFailed problem={list.error} onRetry={() => list.refetch()} />
      ) : rows?.length === 0 ? (
        <Nothing filtered={Object.values(filters).some(Boolean)} onClear={() => open({})} />
      ) : (
        <List rows={rows} phone={phone} />
      )}
      <MoreOnScroll
        hasMore={list.hasNextPage}
        busy={list.isFetchingNextPage}
        onMore={() => list.fetchNextPage()}
      />
    </>
  );
}

function List({ rows, phone }: { rows?: Schemas['Interaction'][]; phone: boolean }) {
  const { interactions } = useTexts();
  const columns = useColumns();
  if (phone)
    return (
      <ul className={classes.list} aria-busy={!rows}>
        {rows?.map((each) => <InteractionCard key={each.id} interaction={each} />) ??
          LOADING.map((each) => (
            <li key={each}>
              <Skeleton h={130} radius="lg" />
            </li>
          ))}
      </ul>
    );
  return (
    <Table
      caption={interactions.title}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      keys={{ e: editInteraction, delete: deleteInteraction, i: ({ client }) => openInteraction(client) }}
    />
  );
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const { interactions, followUps } = useTexts();
  if (filtered)
    return (
      <EmptyState
        icon={<IconFilterOff size={28} />}
        title={followUps.nothingFound}
        action={
          <Button variant="default" onClick={onClear}>
            {followUps.clearFilters}
          </Button>
        }
      >
        {interactions.nothingFoundMore}
      </EmptyState>
    );
  return (
    <EmptyState
      icon={<IconMessages size={28} />}
      title={interactions.empty}
      action={<Button onClick={() => openInteraction()}>{interactions.add}</Button>}
    >
      {interactions.emptyMore}
    </EmptyState>
  );
}
