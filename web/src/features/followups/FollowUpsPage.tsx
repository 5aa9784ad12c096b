import { Button, Group, Kbd, Skeleton, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconChecks, IconFilterOff, IconPrinter, IconSearch, IconUser } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { FollowUp } from '~/api/client';
import { useUser } from '~/api/session';
import { openClient } from '~/features/clients/open';
import { openInteraction } from '~/features/interactions/open';
import { useTexts } from '~/i18n';
import { EmptyState } from '~/ui/EmptyState';
import { LinkButton } from '~/ui/LinkButton';
import { LoadFailed } from '~/ui/LoadFailed';
import { MoreOnScroll } from '~/ui/MoreOnScroll';
import { PageHeader } from '~/ui/PageHeader';
import { SavedViews } from '~/ui/SavedViews';
import { useShortcuts } from '~/ui/shortcuts';
import { Table } from '~/ui/Table';
import { usePhone } from '~/ui/usePhone';
import { type FollowUpActions, useFollowUpActions } from './actions';
import { AttendButton } from './attend/AttendButton';
import { useColumns } from './columns';
import { useFollowUps } from './data';
import { openDialog } from './dialog';
import { Filters } from './Filters';
import { FollowUpCard } from './FollowUpCard';
import classes from './FollowUps.module.css';
import type { FollowUpFilters } from './filters';
import { StateFilter } from './StateFilter';

const LOADING = ['a', 'b', 'c', 'd'];
const EARLY = 12; // cards

export function FollowUpsPage() {
  const { followUps } = useTexts();
  const user = useUser();
  const filters = useSearch({ from: '/follow-ups' });
  const go = useNavigate({ from: '/follow-ups' });
  const phone = usePhone();
  const search = useRef<HTMLInputElement>(null);
  const { list, rows, counts } = useFollowUps(filters);
  const actions = useFollowUpActions();
  const narrow = (changed: FollowUpFilters) =>
    go({ search: (before) => ({ ...before, ...changed }), replace: true });
  const [typed, type] = useState(filters.q ?? '');
  const look = useDebouncedCallback((q: string) => narrow({ q: q.trim() || undefined }), 250);

  const open = (searched: FollowUpFilters) => {
    type(searched.q ?? '');
    go({ search: searched, replace: true });
  };

  useShortcuts({ '/': () => search.current?.focus() });

  const lead = !counts
    ? followUps.lead
    : counts.overdue
      ? followUps.startWithOverdue(counts.overdue)
      : counts.today
        ? followUps.startWithToday(counts.today)
        : followUps.lead;

  return (
    <>
      <PageHeader title={followUps.title} lead={lead}>
        <Group gap={8}>
          {!phone && (
            <LinkButton
              to="/call-sheet"
              search={filters}
              variant="default"
              leftSection={<IconPrinter size={17} aria-hidden />}
            >
              {followUps.sheet}
            </LinkButton>
          )}
          <AttendButton filters={filters} />
        </Group>
      </PageHeader>
      <div className={classes.head}>
        <div className={classes.filters}>
          <StateFilter state={filters.state} counts={counts} onChange={(state) => narrow({ state })} />
          <button
            type="button"
            className={classes.filter}
            aria-pressed={filters.assigned_to_id === user.id}
            onClick={() =>
              narrow({ assigned_to_id: filters.assigned_to_id === user.id ? undefined : user.id })
            }
          >
            <IconUser size={15} aria-hidden /> {followUps.mine}
          </button>
        </div>
        <div className={classes.tools}>
          <TextInput
            ref={search}
            className={classes.search}
            type="search"
            aria-label={followUps.search}
            placeholder={followUps.searchHint}
            leftSection={<IconSearch size={16} aria-hidden />}
            rightSection={!phone && <Kbd size="xs">/</Kbd>}
            value={typed}
            onChange={(event) => {
              type(event.currentTarget.value);
              look(event.currentTarget.value);
            }}
          />
          <SavedViews list="follow-ups" search={filters} onOpen={open} />
          <Filters filters={filters} onChange={narrow} />
        </div>
      </div>
      {list.error ? (
        <LoadFailed problem={list.error} onRetry={() => list.refetch()} />
      ) : rows?.length === 0 ? (
        <Nothing filters={filters} onClear={() => open({})} />
      ) : (
        <List rows={rows} actions={actions} phone={phone} />
      )}
      <MoreOnScroll
        hasMore={list.hasNextPage}
        busy={list.isFetchingNextPage}
        onMore={() => list.fetchNextPage()}
      />
      {!phone && !!rows?.length && (
        <Text className={classes.hint} mt={12}>
          <Kbd size="xs">↑</Kbd> <Kbd size="xs">↓</Kbd> {followUps.hint.move} · <Kbd size="xs">C</Kbd>{' '}
          {followUps.hint.complete} · <Kbd size="xs">R</Kbd> {followUps.hint.result} · <Kbd size="xs">I</Kbd>{' '}
          {followUps.hint.interaction}
        </Text>
      )}
    </>
  );
}

function List({ rows, actions, phone }: { rows?: FollowUp[]; actions: FollowUpActions; phone: boolean }) {
  const { followUps } = useTexts();
  const columns = useColumns(actions);
  if (phone)
    return (
      <ul className={classes.list} aria-busy={!rows}>
        {rows?.map((each, place) => (
          <FollowUpCard key={each.id} followUp={each} actions={actions} isEarly={place < EARLY} />
        )) ??
          LOADING.map((each) => (
            <li key={each}>
              <Skeleton h={166} radius="lg" />
            </li>
          ))}
      </ul>
    );
  return (
    <Table
      caption={followUps.title}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      keys={{
        c: actions.complete,
        r: (followUp) => openDialog({ kind: 'result', followUp }),
        i: ({ client, id }) => openInteraction(client, id),
        v: ({ client }) => openClient(client.id),
      }}
    />
  );
}

function Nothing({ filters, onClear }: { filters: FollowUpFilters; onClear: () => void }) {
  const { followUps } = useTexts();
  if (Object.values(filters).some(Boolean))
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
        {followUps.nothingFoundMore}
      </EmptyState>
    );
  return (
    <EmptyState icon={<IconChecks size={30} />} title={followUps.empty}>
      {followUps.emptyMore}
    </EmptyState>
  );
}
