import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api } from '~/api/client';
import type { Day } from '~/dates';
import { useTexts } from '~/i18n';
import { DayField } from '~/ui/DayField';
import { decimalOf } from '~/ui/money';
import { showDone, showProblem } from '~/ui/notices';
import { PersonSelect } from '~/ui/PersonSelect';
import { Conflict, isConflict } from './Conflict';
import { CurrencyField } from './CurrencyField';
import { renewSales, type Sale, show } from './data';
import classes from './Sales.module.css';

const fieldsOf = (sale: Sale) => ({
  title: sale.title,
  amount: sale.amount ?? '',
  currency: sale.currency ?? undefined,
  agentId: sale.agent.id as string | undefined,
  openedOn: sale.opened_on as Day | null,
});

/** What is known of a sale, to be corrected; its client and number stay. */
export function DetailsTab({ sale }: { sale: Sale }) {
  const { sales, actions } = useTexts();
  const [fields, setFields] = useState(() => fieldsOf(sale));
  const change = (changed: Partial<ReturnType<typeof fieldsOf>>) => setFields({ ...fields, ...changed });
  const save = api.useMutation('patch', '/api/v1/sales/{id}', {
    meta: { quiet: true },
    onSuccess: (saved) => {
      show(saved);
      setFields(fieldsOf(saved));
      showDone(sales.saved);
    },
    onError: (problem) => {
      if (!isConflict(problem) && Object.keys(problem.errors ?? {}).length === 0) showProblem(problem);
    },
    onSettled: renewSales,
  });
  const wrong = (field: string) => save.error?.errors?.[field]?.join(' ');
  const submit = () =>
    save.mutate({
      params: { path: { id: sale.id } },
      headers: { 'If-Match': `"${sale.version}"` },
      body: {
        title: fields.title.trim(),
        amount: decimalOf(fields.amount) || null,
        ...(fields.currency && { currency: fields.currency }),
        ...(fields.agentId && fields.agentId !== sale.agent.id && { agent_id: fields.agentId }),
        ...(fields.openedOn && { opened_on: fields.openedOn }),
      },
    });
  const isChanged = JSON.stringify(fields) !== JSON.stringify(fieldsOf(sale));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Conflict
        problem={save.error}
        branchId={sale.branch_id}
        offers={[
          {
            label: sales.conflict.takeTheirs,
            act: () => {
              setFields(fieldsOf(sale));
              save.reset();
            },
          },
          { label: sales.conflict.keepMine, act: submit },
        ]}
      />
      <Stack gap="sm">
        <TextInput
          label={sales.saleTitle}
          value={fields.title}
          onChange={(event) => change({ title: event.currentTarget.value })}
          error={wrong('title')}
          maxLength={200}
          required
        />
        <div className={classes.two}>
          <TextInput
            label={sales.amount}
            value={fields.amount}
            onChange={(event) => change({ amount: event.currentTarget.value })}
            error={wrong('amount')}
            inputMode="decimal"
          />
          <CurrencyField
            value={fields.currency}
            onChange={(currency) => change({ currency })}
            error={wrong('currency')}
          />
        </div>
        <div className={classes.even}>
          <PersonSelect
            label={sales.agent}
            branchId={sale.branch_id}
            value={fields.agentId}
            onChange={(agentId) => change({ agentId })}
            error={wrong('agent_id')}
          />
          <DayField
            label={sales.openedOn}
            value={fields.openedOn}
            onChange={(openedOn) => change({ openedOn })}
            error={wrong('opened_on')}
            required
          />
        </div>
      </Stack>
      <Group justify="flex-end" mt="lg">
        <Button type="submit" loading={save.isPending} disabled={!isChanged || !fields.title.trim()}>
          {actions.save}
        </Button>
      </Group>
    </form>
  );
}
