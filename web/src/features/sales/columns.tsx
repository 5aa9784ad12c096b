import { Text, UnstyledButton } from '@mantine/core';
import { openClient } from '~/features/clients/open';
import { useLanguage, useTexts } from '~/i18n';
import { money } from '~/ui/money';
import { PersonName } from '~/ui/PersonName';
import type { Column } from '~/ui/Table';
import type { Sale } from './data';
import { Indicator } from './Indicator';
import { useMoments } from './moments';
import { openSale } from './open';
import classes from './Sales.module.css';
import { SaleTip } from './SaleTip';

export function useColumns(): Column<Sale>[] {
  const { columns } = useTexts().sales;
  return [
    { id: 'number', title: columns.number, width: 56, cell: ({ number }) => number },
    { id: 'sale', title: columns.sale, cell: (each) => <What sale={each} /> },
    { id: 'status', title: columns.status, width: 186, cell: (each) => <Status sale={each} /> },
    { id: 'last', title: columns.last, width: 230, cell: (each) => <Last sale={each} /> },
    { id: 'amount', title: columns.amount, width: 134, cell: (each) => <Amount sale={each} /> },
    { id: 'agent', title: columns.agent, width: 146, cell: ({ agent }) => <PersonName person={agent} /> },
    {
      id: 'opened',
      title: columns.opened,
      width: 112,
      sorted: 'descending',
      cell: (each) => <Opened sale={each} />,
    },
  ];
}

function What({ sale }: { sale: Sale }) {
  const { people, sales } = useTexts();
  const name = sale.client.name ?? people.noName;
  return (
    <>
      <SaleTip sale={sale}>
        <UnstyledButton className={classes.title} onClick={() => openSale(sale.id)}>
          {sale.title || sales.numbered(sale.number)}
        </UnstyledButton>
      </SaleTip>
      <UnstyledButton className={classes.client} onClick={() => openClient(sale.client.id)}>
        {name}
      </UnstyledButton>
    </>
  );
}

function Status({ sale }: { sale: Sale }) {
  const { sales } = useTexts();
  return (
    <>
      <SaleTip sale={sale}>
        <UnstyledButton className={classes.indicatorButton} onClick={() => openSale(sale.id)}>
          <Indicator indicator={sale.indicator} />
          <span className={classes.hidden}> {sales.open(sale.title)}</span>
        </UnstyledButton>
      </SaleTip>
      {sale.days_overdue > 0 && (
        <Text fz={12.5} c="var(--overdue-fg)" pl={2} mt={2}>
          {sales.daysOverdue(sale.days_overdue)}
        </Text>
      )}
    </>
  );
}

function Last({ sale }: { sale: Sale }) {
  const { sales } = useTexts();
  const { due, moment } = useMoments(sale.branch_id);
  const last = sale.last_follow_up;
  if (!last)
    return (
      <Text fz={13.5} c="var(--ink-3)">
        {sales.noFollowUps}
      </Text>
    );
  return (
    <>
      <Text fz={13.5} c="var(--ink-2)" truncate>
        {last.result?.details ?? last.notes}
      </Text>
      <Text fz={12.5} c="var(--ink-3)">
        {last.result ? moment(last.result.occurred_at) : due(last)}
      </Text>
    </>
  );
}

function Amount({ sale }: { sale: Sale }) {
  const { sales } = useTexts();
  const language = useLanguage();
  return (
    <Text fz={13.5} c={sale.amount ? undefined : 'var(--ink-3)'} truncate>
      {sale.amount ? money(sale.amount, sale.currency, language) : sales.noAmount}
    </Text>
  );
}

const Opened = ({ sale }: { sale: Sale }) => useMoments(sale.branch_id).day(sale.opened_on);
