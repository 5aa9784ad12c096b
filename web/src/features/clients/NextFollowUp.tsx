import { ActionIcon, Button, Group, Stack, Text, Textarea, Tooltip } from '@mantine/core';
import { IconCalendarPlus, IconCheck, IconPhonePlus } from '@tabler/icons-react';
import { useState } from 'react';
import { api, type Client, type FollowUp, outdate } from '~/api/client';
import { useToday } from '~/branch';
import { type Day, relativeDay, shortDay } from '~/dates';
import { useFollowUpActions } from '~/features/followups/open';
import { openInteraction } from '~/features/interactions/open';
import { useLanguage, useTexts } from '~/i18n';
import { DayField } from '~/ui/DayField';
import { showDone } from '~/ui/notices';
import { StateBadge } from '~/ui/StateBadge';
import { showInProfile } from './data';
import classes from './Profile.module.css';
import { Section } from './Section';

interface Props {
  client: Client;
  followUps: FollowUp[];
  isMissing: boolean;
}

/** What the house has promised a client; nothing, and it says so. */
export function NextFollowUp({ client, followUps, isMissing }: Props) {
  const { profile } = useTexts();
  const [isScheduling, schedule] = useState(false);
  return (
    <Section
      title={profile.next}
      isMissing={isMissing}
      action={
        !isScheduling &&
        !isMissing && (
          <Button
            variant={followUps.length > 0 ? 'subtle' : 'light'}
            size="compact-sm"
            h={30}
            leftSection={<IconCalendarPlus size={15} aria-hidden />}
            onClick={() => schedule(true)}
          >
            {profile.scheduleNext}
          </Button>
        )
      }
    >
      {followUps.length === 0 && !isScheduling && <Text className={classes.nothing}>{profile.noNext}</Text>}
      {isScheduling && <ScheduleForm client={client} onDone={() => schedule(false)} />}
      <ul className={classes.rows}>
        {followUps.map((followUp) => (
          <li key={followUp.id} className={classes.row}>
            <Promised followUp={followUp} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Promised({ followUp }: { followUp: FollowUp }) {
  const { profile, clients, people, followUps } = useTexts();
  const language = useLanguage();
  const today = useToday()(followUp.branch_id);
  const actions = useFollowUpActions();
  const { due_on, due_time, notes, assigned_to, client, id } = followUp;

  async function complete() {
    showInProfile(client.id, (shown) => ({
      ...shown,
      follow_ups: shown.follow_ups.map((each) => (each.id === id ? { ...each, state: 'done' } : each)),
    }));
    await actions.complete(followUp);
    await outdate('clients');
  }

  return (
    <div className={classes.promise} data-wraps>
      <div className={classes.told}>
        <Group gap={8}>
          <StateBadge state={followUp.state} />
          <Text span fz={13.5} fw={600}>
            {relativeDay(due_on, today, language)} {due_time && followUps.atTime(due_time)}
          </Text>
          <Text span fz={12.5} c="var(--ink-3)">
            {shortDay(due_on, language)} · {assigned_to?.name ?? people.nobody}
          </Text>
        </Group>
        {notes && (
          <Text fz={13.5} c="var(--ink-2)" mt={4} className={classes.long}>
            {notes}
          </Text>
        )}
      </div>
      <div className={classes.promiseActions}>
        <Tooltip label={clients.addInteraction}>
          <ActionIcon
            size={34}
            aria-label={clients.addInteraction}
            onClick={() => openInteraction(client, id)}
          >
            <IconPhonePlus size={18} stroke={1.8} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Button
          variant="light"
          h={34}
          px={12}
          leftSection={<IconCheck size={16} aria-hidden />}
          onClick={complete}
        >
          {profile.complete}
        </Button>
      </div>
    </div>
  );
}

function ScheduleForm({ client, onDone }: { client: Client; onDone: () => void }) {
  const { profile, actions } = useTexts();
  const language = useLanguage();
  const today = useToday()(client.branch_id);
  const [day, setDay] = useState<Day | null>(null);
  const [notes, setNotes] = useState('');
  const create = api.useMutation('post', '/api/v1/follow-ups', {
    onSuccess: ({ due_on }) => {
      onDone();
      showDone(profile.scheduled(relativeDay(due_on, today, language).toLowerCase()));
    },
    onSettled: () => outdate('follow-ups', 'panel', 'clients'),
  });
  return (
    <form
      className={classes.editor}
      onSubmit={(event) => {
        event.preventDefault();
        if (day) create.mutate({ body: { client_id: client.id, due_on: day, notes: notes.trim() } });
      }}
    >
      <Stack gap="sm">
        <DayField label={profile.nextDay} value={day} onChange={setDay} today={today} min={today} required />
        <Textarea
          label={profile.nextNotes}
          value={notes}
          onChange={(event) => setNotes(event.currentTarget.value)}
          maxLength={10_000}
          autosize
          minRows={2}
          maxRows={6}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" size="xs" onClick={onDone}>
            {actions.cancel}
          </Button>
          <Button type="submit" size="xs" loading={create.isPending} disabled={!day}>
            {actions.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
