import { Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { api, type FollowUp } from '~/api/client';
import { sendOrKeep } from '~/api/outbox';
import { Kept } from '~/api/problem';
import { useToday } from '~/branch';
import type { Day } from '~/dates';
import { useTexts } from '~/i18n';
import { DayField } from '~/ui/DayField';
import { showDone } from '~/ui/notices';
import { completion, nameOf } from './actions';
import { forget, renewFollowUps } from './data';
import { closeDialog } from './dialog';
import { FormFoot } from './FormFoot';

/** Complete a follow-up with what came of it and, where something was agreed, the next one. */
export function ResultForm({ followUp }: { followUp: FollowUp }) {
  const { followUps, actions } = useTexts();
  const today = useToday()(followUp.branch_id);
  const [details, setDetails] = useState('');
  const [next, setNext] = useState<Day | null>(null);
  const params = { path: { id: followUp.id } };
  const reopen = api.useMutation('post', '/api/v1/follow-ups/{id}/reopen', { onSettled: renewFollowUps });
  const complete = api.useMutation('post', '/api/v1/follow-ups/{id}/complete', {
    onSuccess: () => {
      closeDialog();
      showDone(followUps.completed(nameOf(followUp)), [
        { label: actions.undo, act: () => reopen.mutate({ params }) },
      ]);
    },
    onError: (problem) => {
      if (!(problem instanceof Kept)) return;
      closeDialog();
      forget(followUp);
    },
    onSettled: renewFollowUps,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        complete.mutate({
          params,
          fetch: sendOrKeep(completion(followUp, details.trim())),
          body: {
            result: { details: details.trim() },
            ...(next && { next: { due_on: next, notes: details.trim() } }),
          },
        });
      }}
    >
      <Stack>
        <Textarea
          label={followUps.result}
          placeholder={followUps.resultHint}
          value={details}
          onChange={(event) => setDetails(event.currentTarget.value)}
          maxLength={10_000}
          autosize
          minRows={3}
          maxRows={10}
          data-autofocus
          required
        />
        <DayField
          label={followUps.nextDay}
          value={next}
          onChange={setNext}
          today={today}
          min={today}
          clearable
        />
      </Stack>
      <FormFoot label={followUps.complete} busy={complete.isPending} ready={!!details.trim()} />
    </form>
  );
}
