import { Button, Checkbox, Group, Input, SegmentedControl, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { api, outdate, type Schemas } from '~/api/client';
import { useToday } from '~/branch';
import { type Day, relativeDay } from '~/dates';
import { useLanguage, useTexts } from '~/i18n';
import { DayField } from '~/ui/DayField';
import { showDone, showProblem } from '~/ui/notices';
import { ContactFields } from './ContactFields';
import { chosenAs, contactOf, type Draft, isComplete } from './draft';
import classes from './Interactions.module.css';
import { MethodField } from './MethodField';
import { opening } from './open';

interface Props {
  client?: Schemas['ClientRef'];
  followUpId?: string;
}

export function InteractionForm({ client, followUpId }: Props) {
  const { interactions, actions } = useTexts();
  const language = useLanguage();
  const today = useToday()();
  const [chosen, setChosen] = useState(chosenAs(client));
  const [method, setMethod] = useState<Draft['method']>('call');
  const [direction, setDirection] = useState<NonNullable<Draft['direction']>>('outbound');
  const [occurredOn, setOccurredOn] = useState<Day | null>(today);
  const [followUpOn, setFollowUpOn] = useState<Day | null>(null);
  const [completes, setCompletes] = useState(true);
  const [notes, setNotes] = useState('');

  const save = api.useMutation('post', '/api/v1/interactions', {
    meta: { quiet: true },
    onSuccess: () => {
      opening.set(null);
      showDone(
        followUpOn
          ? interactions.savedWithNext(relativeDay(followUpOn, today, language))
          : interactions.saved,
      );
      outdate('interactions', 'follow-ups', 'panel', 'clients');
    },
    onError: (problem) => !problem.errors && showProblem(problem),
  });
  const wrong = (field: string) => save.error?.errors?.[field]?.join(' ');

  function submit(allow_duplicate?: true) {
    if (!occurredOn) return;
    save.mutate({
      body: {
        contact: { ...contactOf(chosen), ...(allow_duplicate && { allow_duplicate }) },
        method,
        direction,
        occurred_at: occurredOn,
        follow_up_on: followUpOn,
        notes: notes.trim(),
        ...(followUpId && completes && { completes_follow_up_id: followUpId }),
      },
    });
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => event.key === 'Enter' && event.ctrlKey && event.currentTarget.requestSubmit()}
    >
      <Stack gap={16}>
        <ContactFields chosen={chosen} onChange={setChosen} wrong={wrong} />
        <MethodField value={method} onChange={setMethod} />
        <div>
          <Input.Label required component="div" id="direction">
            {interactions.direction}
          </Input.Label>
          <SegmentedControl
            fullWidth
            aria-labelledby="direction"
            data={[
              { value: 'outbound', label: interactions.outbound },
              { value: 'inbound', label: interactions.inbound },
            ]}
            value={direction}
            onChange={setDirection}
          />
        </div>
        <div className={classes.two}>
          <DayField
            label={interactions.occurredOn}
            value={occurredOn}
            max={today}
            onChange={setOccurredOn}
            error={wrong('occurred_at')}
            required
          />
          <DayField
            label={interactions.followUpOn}
            value={followUpOn}
            min={today}
            today={today}
            onChange={setFollowUpOn}
            error={wrong('follow_up_on')}
            clearable
          />
        </div>
        <Textarea
          label={interactions.notes}
          placeholder={interactions.notesHint}
          value={notes}
          onChange={(event) => setNotes(event.currentTarget.value)}
          maxLength={10_000}
          data-autofocus={client ? true : undefined}
          autosize
          minRows={3}
          maxRows={7}
        />
        {followUpId && (
          <Checkbox
            label={interactions.completes}
            checked={completes}
            onChange={(event) => setCompletes(event.currentTarget.checked)}
          />
        )}
        <Group justify="flex-end" gap="xs" className={classes.foot}>
          <Button variant="default" onClick={() => opening.set(null)}>
            {actions.cancel}
          </Button>
          {save.error?.type.endsWith('/possible-duplicate') && (
            <Button variant="light" onClick={() => submit(true)}>
              {interactions.anyway}
            </Button>
          )}
          <Button type="submit" disabled={!isComplete(chosen, occurredOn)} loading={save.isPending}>
            {actions.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
