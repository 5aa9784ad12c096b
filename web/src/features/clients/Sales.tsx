import { Text, UnstyledButton } from '@mantine/core';
import type { Schemas } from '~/api/client';
import { openSale } from '~/features/sales/open';
import { useTexts } from '~/i18n';
import classes from './Profile.module.css';
import { Section } from './Section';

/** The client's sales, with what «Control de Ventas» shows of them. */
export function Sales({ sales, isMissing }: { sales: Schemas['Sale'][]; isMissing: boolean }) {
  const { profile } = useTexts();
  return (
    <Section title={profile.sales} isMissing={isMissing}>
      {sales.length === 0 && <Text className={classes.nothing}>{profile.noSales}</Text>}
      <ul className={classes.rows}>
        {sales.map(({ id, number, title, amount, currency, follow_up_status, agent }) => (
          <li key={id} className={`${classes.row} ${classes.promise}`}>
            <div className={classes.told}>
              <UnstyledButton fz={13.5} fw={600} className={classes.long} onClick={() => openSale(id)}>
                {number} · {title}
              </UnstyledButton>
              <Text fz={12.5} c="var(--ink-3)">
                {[amount && `${amount} ${currency ?? ''}`.trim(), agent.name].filter(Boolean).join(' · ')}
              </Text>
            </div>
            <span className={classes.late} data-state={follow_up_status}>
              {profile.saleStates[follow_up_status]}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
