import { Group, Text, UnstyledButton } from '@mantine/core';
import { useLanguage, useTexts } from '~/i18n';
import { money } from '~/ui/money';
import type { Sale } from './data';
import { Indicator } from './Indicator';
import { useMoments } from './moments';
import { openSale } from './open';
import classes from './Sales.module.css';

/** A sale on a phone: there is no pointer to rest on it, so all that a tooltip would say is in sight or one touch away. */
export function SaleCard({ sale }: { sale: Sale }) {
  const { people, sales } = useTexts();
  const language = useLanguage();
  const { due, moment } = useMoments(sale.branch_id);
  const last = sale.last_follow_up;
  return (
    <li className={classes.card} data-state={sale.indicator}>
      <Text fz={12.5} c="var(--ink-3)">
        {sales.numbered(sale.number)} · {sale.agent.name ?? people.noName}
      </Text>
      <UnstyledButton className={classes.cardTitle} onClick={() => openSale(sale.id)}>
        {sale.title || sales.numbered(sale.number)}
      </UnstyledButton>
      <Group justify="space-between" wrap="nowrap" gap="sm" mt={1}>
        <Text fz={14} c="var(--ink-2)" truncate>
          {sale.client.name}
        </Text>
        {sale.amount && (
          <Text fz={14} fw={600} className={classes.amount}>
            {money(sale.amount, sale.currency, language)}
          </Text>
        )}
      </Group>
      <Text fz={13.5} c="var(--ink-2)" mt={8} lineClamp={2}>
        {last ? (last.result?.details ?? last.notes) : sales.noFollowUps}
      </Text>
      {sale.reminders.length > 0 && (
        <Text fz={12.5} c="var(--ink-3)" mt={2} truncate>
          {sales.remindersAt(sale.reminders.map(moment).join(' · '))}
        </Text>
      )}
      <Group justify="space-between" wrap="wrap" gap={6} mt={10}>
        <Indicator indicator={sale.indicator} />
        {last && (
          <Text fz={13} c={sale.days_overdue > 0 ? 'var(--overdue-fg)' : 'var(--ink-3)'}>
            {sale.days_overdue > 0
              ? sales.daysOverdue(sale.days_overdue)
              : last.result
                ? moment(last.result.occurred_at)
                : due(last)}
          </Text>
        )}
      </Group>
    </li>
  );
}
