import { Stack, TextInput } from '@mantine/core';
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

export function DayForm({ followUp }: { followUp: FollowUp }) {
  const { followUps, actions } = useTexts();
  const today = useToday()(followUp.branch_id);
  const [day, setDay] = useState<Day | null>(followUp.due_on);
  const [reason, setReason] = useState('');
  const move = api.useMutation('patch', '/api/v1/follow-ups/{id}', {
    onSuccess: () => {
      closeDialog();
      showDone(followUps.rescheduled);
    },
    onSettled: renewFollowUps,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (day)
          move.mutate({
            params: { path: { id: followUp.id } },
            headers: { 'If-Match': `"${followUp.version}"` },
            body: { due_on: day, ...(reason.trim() && { reason: reason.trim() }) },
          });
      }}
    >
      <Stack>
        <DayField label={followUps.columns.due} value={day} onChange={setDay} today={today} required />
        <TextInput
          label={followUps.reason}
          placeholder={followUps.reasonHint}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={200}
        />
      </Stack>
      <FormFoot label={actions.save} busy={move.isPending} ready={!!day && day !== followUp.due_on} />
    </form>
  );
}
