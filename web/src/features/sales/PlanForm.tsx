import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { api, type FollowUp } from '~/api/client';
import { useTexts } from '~/i18n';
import { showDone, showProblem } from '~/ui/notices';
import { Conflict, isConflict } from './Conflict';
import { renewSales, type Sale } from './data';
import { useMoments } from './moments';
import { PlanFields } from './PlanFields';
import { bodyOf, planOf } from './plan';
import classes from './Sales.module.css';

interface Props {
  sale: Sale;
  /** The one to be changed; without it a new one is added. */
  followUp?: FollowUp;
  /** What a new one begins with. */
  notes?: string;
  onClose: () => void;
}

/** Add a follow-up to a sale, or change one that is open. */
export function PlanForm({ sale, followUp, notes, onClose }: Props) {
  const { sales, actions } = useTexts();
  const { due } = useMoments(sale.branch_id);
  const [plan, setPlan] = useState(() => planOf(followUp, notes));
  const told = {
    meta: { quiet: true },
    onError: (problem: { title: string; detail: string; errors?: object }) => {
      if (!isConflict(problem) && Object.keys(problem.errors ?? {}).length === 0) showProblem(problem);
    },
    onSettled: renewSales,
  };
  const add = api.useMutation('post', '/api/v1/sales/{id}/follow-ups', {
    ...told,
    onSuccess: (made) => {
      onClose();
      showDone(sales.scheduled(due(made).toLowerCase()));
    },
  });
  const change = api.useMutation('patch', '/api/v1/follow-ups/{id}', {
    ...told,
    onSuccess: () => {
      onClose();
      showDone(sales.changed);
    },
  });
  const reopen = api.useMutation('post', '/api/v1/sales/{id}/reopen');
  const { error, isPending } = followUp ? change : add;

  function submit() {
    if (followUp)
      change.mutate({
        params: { path: { id: followUp.id } },
        headers: { 'If-Match': `"${followUp.version}"` },
        body: bodyOf(plan),
      });
    else add.mutate({ params: { path: { id: sale.id } }, body: bodyOf(plan) });
  }
  const offers = followUp
    ? [
        { label: sales.conflict.takeTheirs, act: () => setPlan(planOf(followUp)) },
        { label: sales.conflict.keepMine, act: submit },
      ]
    : [
        { label: sales.conflict.see, act: onClose },
        {
          label: sales.conflict.reopenAndSave,
          act: () => reopen.mutateAsync({ params: { path: { id: sale.id } }, body: {} }).then(submit),
        },
      ];
  return (
    <form
      className={classes.form}
      aria-label={followUp ? sales.edit : sales.addFollowUp}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Conflict problem={error} branchId={sale.branch_id} offers={offers} />
      <PlanFields
        plan={plan}
        branchId={sale.branch_id}
        onChange={setPlan}
        wrong={(field) => error?.errors?.[field]?.join(' ')}
      />
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onClose}>
          {actions.cancel}
        </Button>
        <Button type="submit" disabled={!plan.day} loading={isPending}>
          {actions.save}
        </Button>
      </Group>
    </form>
  );
}
