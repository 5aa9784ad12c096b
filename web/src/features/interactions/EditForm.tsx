import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api, outdate, queryClient, type Schemas } from '~/api/client';
import { useTimeZones, useToday } from '~/branch';
import { useTexts } from '~/i18n';
import { usePack } from '~/packs';
import { Changed } from '~/ui/Changed';
import { showDone, showProblem } from '~/ui/notices';
import classes from './Interactions.module.css';
import { correction } from './open';
import { SaidFields } from './SaidFields';
import { changesOf, saidBy } from './said';

type Interaction = Schemas['Interaction'];

/** Corrects an interaction: everything but whom it was with. */
export function EditForm({ interaction }: { interaction: Interaction }) {
  const { interactions, actions, people } = useTexts();
  const { branch_id, client, id } = interaction;
  const zone = useTimeZones()(branch_id);
  const [known, know] = useState(interaction);
  const [said, say] = useState(() => saidBy(interaction, zone));
  const params = { path: { id } };
  const save = api.useMutation('patch', '/api/v1/interactions/{id}', {
    meta: { quiet: true },
    onSuccess: () => {
      correction.set(null);
      showDone(interactions.updated);
      outdate('interactions', 'follow-ups', 'panel', 'clients');
    },
    onError: (problem) => {
      if (problem.status !== 412 && Object.keys(problem.errors ?? {}).length === 0) showProblem(problem);
    },
  });
  const wrong = (field: string) => save.error?.errors?.[field]?.join(' ');
  const changes = changesOf(said, saidBy(known, zone), zone);

  const submit = (over: Interaction) =>
    save.mutate({
      params,
      headers: { 'If-Match': `"${over.version}"` },
      body: changes,
    });

  /** What stands there now. */
  async function theirs(): Promise<Interaction> {
    const current = await queryClient.fetchQuery({
      ...api.queryOptions('get', '/api/v1/interactions/{id}', { params }),
      staleTime: 0,
    });
    know(current);
    return current;
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit(known);
      }}
      onKeyDown={(event) => event.key === 'Enter' && event.ctrlKey && event.currentTarget.requestSubmit()}
    >
      <Stack gap={16}>
        <TextInput label={interactions.contact} value={client.name ?? people.noName} readOnly />
        <SaidFields
          said={said}
          onChange={say}
          today={useToday()(branch_id)}
          pack={usePack(branch_id)}
          branchId={branch_id}
          wrong={wrong}
          focusNotes
        />
        {save.error?.status === 412 && (
          <Changed
            busy={save.isPending}
            onMine={async () => submit(await theirs())}
            onTheirs={async () => {
              say(saidBy(await theirs(), zone));
              save.reset();
            }}
          />
        )}
        <Group justify="flex-end" gap="xs" className={classes.foot}>
          <Button variant="default" onClick={() => correction.set(null)}>
            {actions.cancel}
          </Button>
          <Button
            type="submit"
            disabled={!said.occurredOn || Object.keys(changes).length === 0}
            loading={save.isPending}
          >
            {interactions.update}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
