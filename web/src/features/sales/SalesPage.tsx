import { Button, Kbd, Skeleton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconFilterOff, IconPlus, IconSearch, IconTargetArrow } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTexts } from '~/i18n';
import { Chips } from '~/ui/Chips';
import { EmptyState } from '~/ui/EmptyState';
import { ExportMenu } from '~/ui/ExportMenu';
import { LoadFailed } from '~/ui/LoadFailed';
import { PageHeader } from '~/ui/PageHeader';
import { useShortcuts } from '~/ui/shortcuts';
import { Table } from '~/ui/Table';
import { usePhone } from '~/ui/usePhone';
import { useSaleInAddress } from './address';
import { useColumns } from './columns';
import { type Sale, useSaleQuery, useSales } from './data';
import type { SaleFilters, SaleStatus } from './filters';
import { openNewSale, openSale } from './open';
import { SaleCard } from './SaleCard';
import { SaleFilterMenu } from './SaleFilterMenu';
import classes from './Sales.module.css';

const LOADING = ['a', 'b', 'c', 'd'];

/** «Control de Ventas»: every sale operation with the indicator of its follow-up. */
export function SalesPage() {
  const { sales, actions } = useTexts();
  const filters = useSearch({ from: '/sales' });
  const go = useNavigate({ from: '/sales' });
  const phone = usePhone();
  const search = useRef<HTMLInputElement>(null);
  const { list, rows, overdue } = useSales(filters);
  const query = useSaleQuery(filters);
  const [typed, type] = useState(filters.q ?? '');
  const narrow = (changed: SaleFilters) =>
    go({ search: (before) => ({ ...before, ...changed }), replace: true });
  const look = useDebouncedCallback((q: string) => narrow({ q: q.trim() || undefined }), 250);
  const { indicators } = sales;

  useSaleInAddress();
  useShortcuts({ '/': () => search.current?.focus() });

  return (
    <>
      <PageHeader title={sales.title} lead={overdue ? sales.leadOverdue(overdue) : sales.lead}>
        <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => openNewSale()}>
          {sales.newSale}
        </Button>
      </PageHeader>
      <div className={classes.head}>
        <Chips<SaleStatus>
          label={sales.filterByStatus}
          value={filters.follow_up_status}
          onChange={(follow_up_status) => narrow({ follow_up_status })}
          choices={[
            { text: sales.all },
            { value: 'overdue', text: indicators.red, number: overdue, state: 'red' },
            { value: 'in_progress', text: indicators.yellow, state: 'yellow' },
            { value: 'concluded', text: indicators.blue, state: 'blue' },
          ]}
        />
        <div className={classes.tools}>
          <TextInput
            ref={search}
            className={classes.search}
            type="search"
            aria-label={sales.search}
            placeholder={sales.searchHint}
            leftSection={<IconSearch size={16} aria-hidden />}
            rightSection={!phone && <Kbd size="xs">/</Kbd>}
            value={typed}
            onChange={(event) => {
              type(event.currentTarget.value);
              look(event.currentTarget.value);
            }}
          />
          <SaleFilterMenu filters={filters} onChange={narrow} />
          {!phone && <ExportMenu path="/api/v1/sales" query={query} name={sales.title} />}
        </div>
      </div>
      {list.error ? (
        <LoadFailed problem={list.error} onRetry={() => list.refetch()} />
      ) : rows?.length === 0 ? (
        <Nothing
          filtered={Object.values({ ...filters, sale: undefined }).some(Boolean)}
          onClear={() => {
            type('');
            go({ search: {}, replace: true });
          }}
        />
      ) : (
        <List rows={rows} phone={phone} />
      )}
      {list.hasNextPage && (
        <div className={classes.more}>
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
            {actions.more}
          </Button>
        </div>
      )}
    </>
  );
}

function List({ rows, phone }: { rows?: Sale[]; phone: boolean }) {
  const { sales } = useTexts();
  const columns = useColumns();
  if (phone)
    return (
      <ul className={classes.list} aria-busy={!rows}>
        {rows?.map((each) => <SaleCard key={each.id} sale={each} />) ??
          LOADING.map((each) => (
            <li key={each}>
              <Skeleton h={152} radius="lg" />
            </li>
          ))}
      </ul>
    );
  return (
    <Table
      caption={sales.title}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      keys={{ v: ({ id }) => openSale(id) }}
    />
  );
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const { sales } = useTexts();
  if (filtered)
    return (
      <EmptyState
        icon={<IconFilterOff size={28} />}
        title={sales.nothingFound}
        action={
          <Button variant="default" onClick={onClear}>
            {sales.clearFilters}
          </Button>
        }
      >
        {sales.nothingFoundMore}
      </EmptyState>
    );
  return (
    <EmptyState
      icon={<IconTargetArrow size={30} />}
      title={sales.empty}
      action={<Button onClick={() => openNewSale()}>{sales.newSale}</Button>}
    >
      {sales.emptyMore}
    </EmptyState>
  );
}
