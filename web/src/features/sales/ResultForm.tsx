import { Button, Checkbox, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { api, type FollowUp } from '~/api/client';
import { now } from '~/clock';
import { useTexts } from '~/i18n';
import { DayField } from '~/ui/DayField';
import { showDone, showProblem } from '~/ui/notices';
import { TimeField } from '~/ui/TimeField';
import { instantAt, minutesOf } from '~/wallClock';
import { Conflict, isConflict } from './Conflict';
import { renewSales, type Sale, show } from './data';
import { useMoments } from './moments';
import { PlanFields } from './PlanFields';
import { bodyOf, fieldsOf, planOf } from './plan';
import classes from './Sales.module.css';

interface Props {
  sale: Sale;
  /** The one whose result this is; without it the sale is concluded. */
  followUp?: FollowUp;
  /** How many follow-ups besides the last one are open. */
  others: number;
  onClose: () => void;
  /** What was written goes to a new follow-up. */
  onMove: (text: string) => void;
}

/** «Capturar resultado», with the next follow-up; or «Concluido, Terminar Seguimiento» with the last one. */
export function ResultForm({ sale, followUp, others, onClose, onMove }: Props) {
  const { sales, actions } = useTexts();
  const { due, zone, today } = useMoments(sale.branch_id);
  const [at, setAt] = useState(() => fieldsOf(now(), zone));
  const [details, setDetails] = useState('');
  const [ends, setEnds] = useState(!followUp);
  const [goesOn, setGoesOn] = useState(false);
  const [next, setNext] = useState(() => planOf());

  const last = sale.last_follow_up;
  const isLast = !followUp || followUp.id === last?.id;
  const needed = !!(followUp ?? last) && !(followUp ?? last)?.result;
  const path = { id: sale.id };

  const told = {
    meta: { quiet: true },
    onError: (problem: { title: string; detail: string; errors?: object }) => {
      if (!isConflict(problem) && Object.keys(problem.errors ?? {}).length === 0) showProblem(problem);
    },
    onSettled: renewSales,
  };
  const undo = api.useMutation('post', '/api/v1/follow-ups/{id}/reopen', { onSettled: renewSales });
  const reopen = api.useMutation('post', '/api/v1/sales/{id}/reopen', { onSettled: renewSales });
  const complete = api.useMutation('post', '/api/v1/follow-ups/{id}/complete', {
    ...told,
    onSuccess: (done) => {
      onClose();
      showDone(done.next ? sales.completedWithNext(due(done.next).toLowerCase()) : sales.completed, [
        {
          label: actions.undo,
          act: () => undo.mutate({ params: { path: { id: done.follow_up.id } }, body: {} }),
        },
      ]);
    },
  });
  const conclude = api.useMutation('post', '/api/v1/sales/{id}/conclude', {
    ...told,
    onSuccess: (concluded) => {
      show(concluded);
      onClose();
      showDone(sales.concluded, [
        { label: sales.reopen, act: () => reopen.mutate({ params: { path }, body: {} }) },
      ]);
    },
  });
  const { error, isPending } = ends ? conclude : complete;
  const wrong = (field: string) => error?.errors?.[field]?.join(' ');

  function submit() {
    const result = details.trim() && {
      details: details.trim(),
      occurred_at: instantAt(at.day, minutesOf(at.time), zone),
    };
    if (ends) conclude.mutate({ params: { path }, body: result ? { result } : {} });
    else if (followUp && result)
      complete.mutate({
        params: { path: { id: followUp.id } },
        body: { result, ...(goesOn && { next: bodyOf(next) }) },
      });
  }
  const offers = [{ label: sales.conflict.see, act: onClose }];
  if (error?.type.endsWith('-concluded') && details.trim())
    offers.push({
      label: sales.conflict.reopenAndSave,
      act: () => reopen.mutateAsync({ params: { path }, body: {} }).then(submit),
    });
  if (error?.type.endsWith('/already-completed') && details.trim())
    offers.push({ label: sales.conflict.asNew, act: () => onMove(details) });

  return (
    <form
      className={classes.form}
      aria-label={followUp ? sales.captureResult : sales.concludeTitle}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Conflict problem={error} branchId={sale.branch_id} offers={offers} />
      <Stack gap="sm">
        <div className={classes.two}>
          <DayField
            label={sales.resultDay}
            value={at.day}
            max={today}
            onChange={(day) => setAt({ ...at, day: day ?? today })}
            error={wrong('result.occurred_at')}
            required
          />
          <TimeField
            label={sales.resultTime}
            value={at.time}
            onChange={(time) => setAt({ ...at, time })}
            required
          />
        </div>
        <Textarea
          label={sales.resultDetails}
          placeholder={sales.resultHint}
          value={details}
          onChange={(event) => setDetails(event.currentTarget.value)}
          error={wrong('result.details') ?? wrong('result')}
          required={needed}
          maxLength={10_000}
          autosize
          minRows={3}
          maxRows={10}
          autoFocus
        />
        {isLast && (
          <Checkbox
            label={sales.ends}
            description={ends && others > 0 ? sales.willCancel(others) : sales.endsMore}
            checked={ends}
            disabled={!followUp}
            onChange={(event) => setEnds(event.currentTarget.checked)}
          />
        )}
        {!ends && (
          <Checkbox
            label={sales.nextFollowUp}
            checked={goesOn}
            onChange={(event) => setGoesOn(event.currentTarget.checked)}
          />
        )}
        {!ends && goesOn && (
          <PlanFields
            plan={next}
            branchId={sale.branch_id}
            onChange={setNext}
            wrong={(field) => wrong(`next.${field}`)}
          />
        )}
      </Stack>
      {wrong('next') && (
        <Text fz={13} c="var(--overdue-fg)" mt="xs">
          {wrong('next')}
        </Text>
      )}
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onClose}>
          {actions.cancel}
        </Button>
        <Button
          type="submit"
          loading={isPending}
          disabled={(needed && !details.trim()) || !at.time || (!ends && goesOn && !next.day)}
        >
          {sales.accept}
        </Button>
      </Group>
    </form>
  );
}
