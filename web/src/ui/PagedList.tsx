import { Skeleton } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import type { Schemas } from '~/api/client';
import classes from './ListPage.module.css';
import { LoadFailed } from './LoadFailed';
import { MoreOnScroll } from './MoreOnScroll';
import { type Column, Table } from './Table';
import { usePhone } from './usePhone';

const LOADING = ['a', 'b', 'c', 'd', 'e'];
const EARLY = 12; // cards

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
  /** None while they are loading. */
  rows?: T[];
  columns: Column<T>[];
  /** A `li`. `isEarly`: it is in sight from the beginning. */
  card: (row: T, isEarly: boolean) => ReactNode;
  /** About how high a card is, in pixels. */
  cardHeight: number;
  keyOf: (row: T) => string;
  onOpen?: (row: T) => void;
  keys?: Record<string, (row: T) => void>;
  /** Instead of the rows, where there are none. */
  empty: ReactNode;
  /** Below the table: what the keys do. */
  hint?: ReactNode;
}

/** A list as a table, on a phone as cards, page by page; with what stands there while it loads, fails or is empty. */
export function PagedList<T>({ list, rows, card, cardHeight, empty, hint, ...table }: Props<T>) {
  const phone = usePhone();
  if (list.error) return <LoadFailed problem={list.error} onRetry={list.refetch} />;
  if (rows?.length === 0) return empty;
  return (
    <>
      {phone ? (
        <ul className={classes.list} aria-busy={!rows} aria-label={table.caption}>
          {rows?.map((row, place) => (
            <Fragment key={table.keyOf(row)}>{card(row, place < EARLY)}</Fragment>
          )) ??
            LOADING.map((each) => (
              <li key={each}>
                <Skeleton h={cardHeight} radius="lg" />
              </li>
            ))}
        </ul>
      ) : (
        <Table rows={rows} {...table} />
      )}
      <MoreOnScroll
        hasMore={list.hasNextPage}
        busy={list.isFetchingNextPage}
        onMore={() => list.fetchNextPage()}
      />
      {!phone && hint}
    </>
  );
}
