import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { api, outdate, type Schemas } from '~/api/client';
import { useTimeZones } from '~/branch';
import { dayOf, shortDay } from '~/dates';
import { useLanguage, useTexts } from '~/i18n';
import { showDone } from '~/ui/notices';
import classes from './Interactions.module.css';
import { correction } from './open';

/** The question before an interaction goes for ever, and what goes with it. */
export function DeleteQuestion({ interaction }: { interaction: Schemas['Interaction'] }) {
  const { interactions, actions, methods, people } = useTexts();
  const language = useLanguage();
  const { id, branch_id, client, method, notes, occurred_at, follow_up_on, version } = interaction;
  const day = dayOf(Date.parse(occurred_at), useTimeZones()(branch_id));
  const remove = api.useMutation('delete', '/api/v1/interactions/{id}', {
    meta: { quiet: true },
    onSuccess: () => {
      correction.set(null);
      showDone(interactions.deleted);
    },
    onSettled: () => outdate('interactions', 'follow-ups', 'panel', 'clients'),
  });
  const changed = remove.error?.status === 412;
  const ask = (headers: { 'If-Match'?: string }) => remove.mutate({ params: { path: { id } }, headers });
  return (
    <Stack gap={14}>
      <Text fz={14} c="var(--ink-2)">
        {interactions.deleteMore}
      </Text>
      <div className={classes.quoted}>
        <Text fz={14} fw={600}>
          {client.name ?? people.noName}
        </Text>
        <Text fz={13} c="var(--ink-3)">
          {methods[method]} · {shortDay(day, language)}
        </Text>
        <Text fz={13.5} lineClamp={3} mt={4}>
          {notes}
        </Text>
      </div>
      {follow_up_on && (
        <Text fz={14} c="var(--ink-2)">
          {interactions.deleteCancels(shortDay(follow_up_on, language))}
        </Text>
      )}
      {remove.error && (
        <Alert color={changed ? 'yellow' : 'red'} title={remove.error.title} role="alert">
          {changed ? interactions.deleteChanged : remove.error.detail}
        </Alert>
      )}
      <Group justify="flex-end" gap="xs" className={classes.foot}>
        <Button variant="default" onClick={() => correction.set(null)} data-autofocus>
          {actions.cancel}
        </Button>
        <Button
          color="var(--overdue-fg)"
          loading={remove.isPending}
          onClick={() => ask(changed ? {} : { 'If-Match': `"${version}"` })}
        >
          {changed ? interactions.deleteAnyway : interactions.delete}
        </Button>
      </Group>
    </Stack>
  );
}
