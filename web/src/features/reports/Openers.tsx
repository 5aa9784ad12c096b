import { UnstyledButton } from '@mantine/core';
import type { Schemas } from '~/api/client';
import { openClient } from '~/features/clients/open';
import { openSale } from '~/features/sales/open';
import { useTexts } from '~/i18n';
import classes from './Reports.module.css';

/** A client's name, which opens the profile. */
export function ClientName({ client }: { client: Schemas['ClientRef'] }) {
  const { people } = useTexts();
  return (
    <UnstyledButton className={classes.opener} onClick={() => openClient(client.id)}>
      {client.name ?? people.noName}
    </UnstyledButton>
  );
}

/** A sale's number and title, which open the sale. */
export function SaleName({ sale }: { sale: Schemas['SaleRef'] | null }) {
  const { reports } = useTexts();
  if (!sale) return null;
  return (
    <UnstyledButton className={classes.opener} data-soft onClick={() => openSale(sale.id)}>
      {reports.sale(sale.number, sale.title)}
    </UnstyledButton>
  );
}
