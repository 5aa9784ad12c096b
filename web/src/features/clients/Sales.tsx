import { Button, Text, UnstyledButton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { Client, Schemas } from '~/api/client';
import { openNewSale, openSale } from '~/features/sales/open';
import { useTexts } from '~/i18n';
import classes from './Profile.module.css';
import { asRef } from './reference';
import { Section } from './Section';

interface Props {
  client: Client;
  sales: Schemas['Sale'][];
  isMissing: boolean;
}

/** The client's sales, with what «Control de Ventas» shows of them. */
export function Sales({ client, sales, isMissing }: Props) {
  const { profile } = useTexts();
  return (
    <Section
      title={profile.sales}
      isMissing={isMissing}
      action={
        !client.erased_at && (
          <Button
            variant="subtle"
            size="compact-sm"
            h={30}
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => openNewSale(asRef(client))}
          >
            {profile.newSale}
          </Button>
        )
      }
    >
      {sales.length === 0 && <Text className={classes.nothing}>{profile.noSales}</Text>}
      <ul className={classes.rows}>
        {sales.map(({ id, number, title, amount, currency, follow_up_status, agent }) => (
          <li key={id} className={`${classes.row} ${classes.promise}`}>
            <UnstyledButton className={classes.told} onClick={() => openSale(id)}>
              <Text fz={13.5} fw={600} className={classes.long}>
                {number} · {title}
              </Text>
              <Text fz={12.5} c="var(--ink-3)">
                {[amount && `${amount} ${currency ?? ''}`.trim(), agent.name].filter(Boolean).join(' · ')}
              </Text>
            </UnstyledButton>
            <span className={classes.late} data-state={follow_up_status}>
              {profile.saleStates[follow_up_status]}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
