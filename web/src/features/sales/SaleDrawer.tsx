import { Drawer, Group, Skeleton, Stack, Tabs, Text, UnstyledButton } from '@mantine/core';
import { openClient } from '~/features/clients/open';
import { useLanguage, useTexts } from '~/i18n';
import { useStore } from '~/store';
import { LoadFailed } from '~/ui/LoadFailed';
import { money } from '~/ui/money';
import { usePhone } from '~/ui/usePhone';
import { useUnsaved } from '~/ui/useUnsaved';
import { DetailsTab } from './DetailsTab';
import { type Sale, useSale } from './data';
import { FollowUpsTab } from './FollowUpsTab';
import { Indicator } from './Indicator';
import { useMoments } from './moments';
import { saleOpening } from './open';
import classes from './Sales.module.css';

const close = () => saleOpening.set(null);

/** A sale beside the page; on a phone over it. */
export function SaleDrawer() {
  const id = useStore(saleOpening);
  const phone = usePhone();
  const { leave, isAsking, watched, question } = useUnsaved(close);
  return (
    <>
      <Drawer
        {...watched}
        opened={id !== null}
        onClose={leave}
        closeOnEscape={!isAsking}
        size={phone ? '100%' : 640}
        // It may be opened from a client's profile.
        zIndex={210}
        title={id && <Title id={id} />}
      >
        {id && <Opened key={id} id={id} />}
      </Drawer>
      {question}
    </>
  );
}

function Title({ id }: { id: string }) {
  const { sales } = useTexts();
  const { data } = useSale(id);
  return (
    <Text span fz={18} fw={650} lh={1.25} className={classes.drawerTitle}>
      {data?.title || sales.saleTitle}
    </Text>
  );
}

function Opened({ id }: { id: string }) {
  const { sales } = useTexts();
  const { data: sale, error, refetch } = useSale(id);
  if (error) return <LoadFailed problem={error} onRetry={refetch} />;
  if (!sale)
    return (
      <Stack gap="md" aria-busy>
        <Skeleton h={44} radius="md" />
        <Skeleton h={130} radius="md" />
        <Skeleton h={90} radius="md" />
      </Stack>
    );
  return (
    <>
      <Facts sale={sale} />
      <Tabs defaultValue="follow-ups" mt={14}>
        <Tabs.List mb="md">
          <Tabs.Tab value="follow-ups">{sales.tabs.followUps}</Tabs.Tab>
          <Tabs.Tab value="details">{sales.tabs.details}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="follow-ups">
          <FollowUpsTab sale={sale} />
        </Tabs.Panel>
        <Tabs.Panel value="details">
          <DetailsTab sale={sale} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function Facts({ sale }: { sale: Sale }) {
  const { sales, people } = useTexts();
  const language = useLanguage();
  const { moment } = useMoments(sale.branch_id);
  const name = sale.client.name ?? people.noName;
  return (
    <div className={classes.saleHead}>
      <Group gap={10}>
        <Indicator indicator={sale.indicator} />
        {sale.days_overdue > 0 && (
          <Text fz={13} c="var(--overdue-fg)">
            {sales.daysOverdue(sale.days_overdue)}
          </Text>
        )}
        {sale.concluded_at && (
          <Text fz={13} c="var(--ink-2)">
            {sales.concludedBy(sale.concluded_by?.name ?? sales.somebody, moment(sale.concluded_at))}
          </Text>
        )}
      </Group>
      <div className={classes.facts}>
        <span>{sales.numbered(sale.number)}</span>
        <UnstyledButton
          className={classes.factLink}
          onClick={() => {
            close();
            openClient(sale.client.id);
          }}
        >
          {name}
          <span className={classes.hidden}> {sales.openOf(name)}</span>
        </UnstyledButton>
        {sale.amount && <strong>{money(sale.amount, sale.currency, language)}</strong>}
        <span>{sale.agent.name}</span>
      </div>
    </div>
  );
}
