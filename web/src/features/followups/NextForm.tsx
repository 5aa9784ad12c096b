import { Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { api, type FollowUp } from '~/api/client';
import { useToday } from '~/branch';
import type { Day } from '~/dates';
import { useTexts } from '~/i18n';
import { DayField } from '~/ui/DayField';
import { showDone } from '~/ui/notices';
import { renewFollowUps } from './data';
import { closeDialog } from './dialog';
import { FormFoot } from './FormFoot';
import { useWhen } from './When';

/** The follow-up after one that was completed: for the same client, by the same person. */
export function NextForm({ followUp }: { followUp: FollowUp }) {
  const { followUps, actions } = useTexts();
  const when = useWhen();
  const today = useToday()(followUp.branch_id);
  const [day, setDay] = useState<Day | null>(null);
  const [notes, setNotes] = useState(followUp.notes);
  const create = api.useMutation('post', '/api/v1/follow-ups', {
    onSuccess: (made) => {
      closeDialog();
      showDone(followUps.scheduled(when(made).toLowerCase()));
      renewFollowUps();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (day)
          create.mutate({
            body: {
              client_id: followUp.client.id,
              due_on: day,
              notes,
              assigned_to_id: followUp.assigned_to?.id ?? null,
              sale_id: followUp.sale_id,
            },
          });
      }}
    >
      <Stack>
        <DayField
          label={followUps.nextDay}
          value={day}
          onChange={setDay}
          today={today}
          min={today}
          required
        />
        <Textarea
          label={followUps.nextNotes}
          value={notes}
          onChange={(event) => setNotes(event.currentTarget.value)}
          maxLength={10_000}
          autosize
          minRows={2}
          maxRows={8}
        />
      </Stack>
      <FormFoot label={actions.save} busy={create.isPending} ready={!!day} />
    </form>
  );
}
