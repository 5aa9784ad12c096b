import { Button, Skeleton } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Schemas } from '~/api/client';
import { useTexts } from '~/i18n';
import { EmptyState } from '~/ui/EmptyState';
import { LoadFailed } from '~/ui/LoadFailed';
import { MoreOnScroll } from '~/ui/MoreOnScroll';
import { type Column, Table } from '~/ui/Table';
import { usePhone } from '~/ui/usePhone';
import classes from './Clients.module.css';

const LOADING = ['a', 'b', 'c', 'd', 'e'];

interface Paged {
  error: Schemas['Problem'] | null;
  refetch: () => void;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => void;
}

interface Props<T> {
  caption: string;
  list: Paged;
  rows?: T[];
  columns: Column<T>[];
  card: (row: T) => ReactNode;
  keyOf: (row: T) => string;
  onOpen?: (row: T) => void;
  keys?: Record<string, (row: T) => void>;
  /** Instead of the rows, where there are none. */
  empty: ReactNode;
}

/** A list as a table, on a phone as cards, page by page; with what stands there while it loads, fails or is empty. */
export function ListFrame<T>({ caption, list, rows, columns, card, keyOf, onOpen, keys, empty }: Props<T>) {
  const phone = usePhone();
  if (list.error) return <LoadFailed problem={list.error} onRetry={list.refetch} />;
  if (rows?.length === 0) return empty;
  return (
    <>
      {phone ? (
        <ul className={classes.list} aria-busy={!rows} aria-label={caption}>
          {rows?.map((row) => (
            <li key={keyOf(row)} className={classes.card}>
              {card(row)}
            </li>
          )) ??
            LOADING.map((each) => (
              <li key={each}>
                <Skeleton h={116} radius="lg" />
              </li>
            ))}
        </ul>
      ) : (
        <Table caption={caption} columns={columns} rows={rows} keyOf={keyOf} onOpen={onOpen} keys={keys} />
      )}
      <MoreOnScroll
        hasMore={list.hasNextPage}
        busy={list.isFetchingNextPage}
        onMore={() => list.fetchNextPage()}
      />
    </>
  );
}

/** Filters that nobody meets. */
export function NobodyFound({ onClear }: { onClear: () => void }) {
  const { clients, filtering } = useTexts();
  return (
    <EmptyState
      icon={<IconFilterOff size={28} />}
      title={clients.nothingFound}
      action={
        <Button variant="default" onClick={onClear}>
          {filtering.clear}
        </Button>
      }
    >
      {clients.nothingFoundMore}
    </EmptyState>
  );
}
