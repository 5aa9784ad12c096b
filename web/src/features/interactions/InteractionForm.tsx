import { Button, Checkbox, Group, Input, SegmentedControl, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api, outdate } from '~/api/client';
import { drop, sendOrKeep } from '~/api/outbox';
import { Kept } from '~/api/problem';
import { useToday } from '~/branch';
import { type Day, relativeDay } from '~/dates';
import { useLanguage, useTexts } from '~/i18n';
import { DayField } from '~/ui/DayField';
import { showDone, showProblem } from '~/ui/notices';
import { ContactField } from './ContactField';
import { type Chosen, chosenAs, contactOf, isComplete, needsLastName, needsPhone } from './draft';
import classes from './Interactions.module.css';
import { MethodField } from './MethodField';
import { type Opening, opening, type Written } from './open';

export function InteractionForm({ client, followUpId, draft = {}, waiting }: Opening) {
  const { interactions, actions } = useTexts();
  const language = useLanguage();
  const today = useToday()();
  const [chosen, setChosen] = useState(draft.chosen ?? chosenAs(client));
  const [method, setMethod] = useState(draft.method ?? 'call');
  const [direction, setDirection] = useState(draft.direction ?? 'outbound');
  const [occurredOn, setOccurredOn] = useState<Day | null>(draft.occurredOn ?? today);
  const [followUpOn, setFollowUpOn] = useState<Day | null>(draft.followUpOn ?? null);
  const [completes, setCompletes] = useState(true);
  const [notes, setNotes] = useState(draft.notes ?? '');

  function close() {
    opening.set(null);
    if (waiting !== undefined) drop(waiting);
  }

  const save = api.useMutation('post', '/api/v1/interactions', {
    meta: { quiet: true },
    onSuccess: () => {
      close();
      showDone(
        followUpOn
          ? interactions.savedWithNext(relativeDay(followUpOn, today, language))
          : interactions.saved,
      );
      outdate('interactions', 'follow-ups', 'panel', 'clients');
    },
    onError: (problem) => {
      if (problem instanceof Kept) close();
      else if (!problem.errors) showProblem(problem);
    },
  });
  const wrong = (field: string) => save.error?.errors?.[field]?.join(' ');
  const change = (changed: Partial<Chosen>) => setChosen({ ...chosen, ...changed });

  function submit(allow_duplicate?: true) {
    if (!occurredOn) return;
    const written: Written = { chosen, method, direction, occurredOn, followUpOn, notes };
    save.mutate({
      fetch: sendOrKeep({ kind: 'interaction', name: chosen.name, draft: written }),
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
        <ContactField
          name={chosen.name}
          contact={chosen.contact}
          error={wrong('contact')}
          onChange={(name, contact) => change({ name, contact })}
        />
        {needsPhone(chosen) && (
          <div className={classes.two}>
            {needsLastName(chosen) && (
              <TextInput
                label={interactions.lastName}
                value={chosen.lastName}
                error={wrong('contact.last_name')}
                onChange={(event) => change({ lastName: event.currentTarget.value })}
                autoComplete="off"
                withAsterisk
              />
            )}
            <TextInput
              label={interactions.phone}
              type="tel"
              value={chosen.phone}
              error={wrong('contact.phone')}
              onChange={(event) => change({ phone: event.currentTarget.value })}
              autoComplete="off"
              withAsterisk
            />
          </div>
        )}
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
