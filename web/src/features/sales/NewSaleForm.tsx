import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api, type Schemas } from '~/api/client';
import { useUser } from '~/api/session';
import { useBranch, useToday } from '~/branch';
import type { Day } from '~/dates';
import { ContactFields, chosenAs, contactOf, isChosen } from '~/features/interactions/open';
import { useTexts } from '~/i18n';
import { DayField } from '~/ui/DayField';
import { decimalOf } from '~/ui/money';
import { showDone, showProblem } from '~/ui/notices';
import { PersonSelect } from '~/ui/PersonSelect';
import { CurrencyField } from './CurrencyField';
import { renewSales } from './data';
import { newSaleOpening, openSale } from './open';
import { PlanFields } from './PlanFields';
import { bodyOf, planOf } from './plan';
import classes from './Sales.module.css';

/** Begin to sell something to somebody, best of all with the first follow-up. */
export function NewSaleForm({ client }: { client?: Schemas['ClientRef'] }) {
  const { sales, actions, interactions } = useTexts();
  const user = useUser();
  const branch = useBranch() ?? user.branches[0];
  const today = useToday()();
  const [chosen, setChosen] = useState(() => chosenAs(client));
  const [title, setTitle] = useState('');
  const [amount, setAmount] = useState('');
  const [currency, setCurrency] = useState<string>();
  const [agentId, setAgentId] = useState<string>();
  const [openedOn, setOpenedOn] = useState<Day | null>(today);
  const [isPlanned, setIsPlanned] = useState(true);
  const [plan, setPlan] = useState(() => planOf());

  const schedule = api.useMutation('post', '/api/v1/sales/{id}/follow-ups', { onSettled: renewSales });
  const open = api.useMutation('post', '/api/v1/sales', {
    meta: { quiet: true },
    onSuccess: (made) => {
      newSaleOpening.set(null);
      openSale(made.id);
      showDone(sales.opened(made.title));
      if (isPlanned && plan.day) schedule.mutate({ params: { path: { id: made.id } }, body: bodyOf(plan) });
    },
    onError: (problem) => Object.keys(problem.errors ?? {}).length === 0 && showProblem(problem),
    onSettled: renewSales,
  });
  const wrong = (field: string) => open.error?.errors?.[field]?.join(' ');

  function submit(allow_duplicate?: true) {
    open.mutate({
      body: {
        contact: { ...contactOf(chosen), ...(allow_duplicate && { allow_duplicate }) },
        title: title.trim(),
        amount: decimalOf(amount) || null,
        ...(currency && { currency }),
        ...(agentId && { agent_id: agentId }),
        ...(openedOn && { opened_on: openedOn }),
      },
    });
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap={14}>
        <ContactFields chosen={chosen} onChange={setChosen} wrong={wrong} />
        <TextInput
          label={sales.saleTitle}
          placeholder={sales.saleTitleHint}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          error={wrong('title')}
          maxLength={200}
          data-autofocus={client ? true : undefined}
          required
        />
        <div className={classes.two}>
          <TextInput
            label={sales.amount}
            value={amount}
            onChange={(event) => setAmount(event.currentTarget.value)}
            error={wrong('amount')}
            inputMode="decimal"
            autoComplete="off"
          />
          <CurrencyField value={currency} onChange={setCurrency} error={wrong('currency')} />
        </div>
        <div className={classes.even}>
          <PersonSelect
            label={sales.agent}
            nobody={user.name}
            branchId={branch?.id}
            value={agentId}
            onChange={setAgentId}
            error={wrong('agent_id')}
          />
          <DayField
            label={sales.openedOn}
            value={openedOn}
            onChange={setOpenedOn}
            error={wrong('opened_on')}
            required
          />
        </div>
        <Checkbox
          label={sales.addFirst}
          checked={isPlanned}
          onChange={(event) => setIsPlanned(event.currentTarget.checked)}
        />
        {isPlanned && branch && (
          <div className={classes.first}>
            <PlanFields plan={plan} branchId={branch.id} onChange={setPlan} wrong={() => undefined} />
          </div>
        )}
      </Stack>
      <Group justify="flex-end" gap="xs" className={classes.formFoot}>
        <Button variant="default" onClick={() => newSaleOpening.set(null)}>
          {actions.cancel}
        </Button>
        {open.error?.type.endsWith('/possible-duplicate') && (
          <Button variant="light" onClick={() => submit(true)}>
            {interactions.anyway}
          </Button>
        )}
        <Button
          type="submit"
          loading={open.isPending}
          disabled={!isChosen(chosen) || !title.trim() || (isPlanned && !plan.day)}
        >
          {actions.save}
        </Button>
      </Group>
    </form>
  );
}
