import { Button } from '@mantine/core';
import { IconPlus, IconTargetArrow } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTexts } from '~/i18n';
import { Chips } from '~/ui/Chips';
import { EmptyState } from '~/ui/EmptyState';
import { ExportMenu } from '~/ui/ExportMenu';
import { ListPage } from '~/ui/ListPage';
import { NothingFound } from '~/ui/NothingFound';
import { PagedList } from '~/ui/PagedList';
import { usePhone } from '~/ui/usePhone';
import { useSaleInAddress } from './address';
import { useColumns } from './columns';
import { useSaleQuery, useSales } from './data';
import type { SaleFilters, SaleStatus } from './filters';
import { openNewSale, openSale } from './open';
import { SaleCard } from './SaleCard';
import { SaleFilterMenu } from './SaleFilterMenu';

/** «Control de Ventas»: every sale operation with the indicator of its follow-up. */
export function SalesPage() {
  const { sales } = useTexts();
  const filters = useSearch({ from: '/sales' });
  const go = useNavigate({ from: '/sales' });
  const phone = usePhone();
  const { list, rows, overdue } = useSales(filters);
  const query = useSaleQuery(filters);
  const columns = useColumns();
  const narrow = (changed: SaleFilters) =>
    go({ search: (before) => ({ ...before, ...changed }), replace: true });
  const { indicators } = sales;

  useSaleInAddress();

  return (
    <ListPage
      title={sales.title}
      lead={overdue ? sales.leadOverdue(overdue) : sales.lead}
      actions={
        <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => openNewSale()}>
          {sales.newSale}
        </Button>
      }
      chips={
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
      }
      search={{ label: sales.search, hint: sales.searchHint, q: filters.q, onChange: (q) => narrow({ q }) }}
      tools={
        <>
          <SaleFilterMenu filters={filters} onChange={narrow} />
          {!phone && <ExportMenu path="/api/v1/sales" query={query} name={sales.title} />}
        </>
      }
    >
      <PagedList
        caption={sales.title}
        list={list}
        rows={rows}
        columns={columns}
        card={(sale) => <SaleCard sale={sale} />}
        cardHeight={152}
        keyOf={({ id }) => id}
        keys={{ v: ({ id }) => openSale(id) }}
        empty={
          Object.values({ ...filters, sale: undefined }).some(Boolean) ? (
            <NothingFound title={sales.nothingFound} onClear={() => go({ search: {}, replace: true })}>
              {sales.nothingFoundMore}
            </NothingFound>
          ) : (
            <NoneYet />
          )
        }
      />
    </ListPage>
  );
}

function NoneYet() {
  const { sales } = useTexts();
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
