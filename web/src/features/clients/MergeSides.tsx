import { Button, Group, Text } from '@mantine/core';
import { IconArrowsLeftRight } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { api, type Client } from '~/api/client';
import { useTexts } from '~/i18n';
import { showDone, showProblem } from '~/ui/notices';
import { readablePhone } from '~/ui/phone';
import { Warning } from '~/ui/Warning';
import { renewClients, showClient } from './data';
import { closeDialog } from './dialog';
import { Foot } from './Foot';
import classes from './Forms.module.css';
import { type Choices, changesFor, differ, likely, ROWS, type Row, type Side } from './merging';
import { openProfile } from './opened';

interface Props {
  one: Client;
  other: Client;
  onBack: () => void;
}

/** Both records beside each other, and of every field that differs the choice. */
export function MergeSides({ one, other, onBack }: Props) {
  const { merging } = useTexts();
  const [isSwapped, swap] = useState(false);
  const [kept, duplicate] = isSwapped ? [other, one] : [one, other];
  const [choices, choose] = useState<Choices>(() => likely(kept, duplicate));
  const merge = useMerge(kept, duplicate, choices);
  const shown = useShown();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        merge.start();
      }}
    >
      <Text fz={13.5} c="var(--ink-2)" mb="sm">
        {merging.lead}
      </Text>
      <table className={classes.sides}>
        <thead>
          <tr>
            <td className={classes.corner} />
            <th scope="col">{merging.kept}</th>
            <th scope="col">{merging.duplicate}</th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map((row) => (
            <Choice
              key={row}
              row={row}
              values={[shown(row, kept), shown(row, duplicate)]}
              differs={differ(row, kept, duplicate)}
              side={choices[row] ?? 'kept'}
              onChange={(side) => choose({ ...choices, [row]: side })}
            />
          ))}
        </tbody>
      </table>
      <Group justify="space-between" mt="xs">
        <Button variant="subtle" color="gray" c="var(--ink-2)" onClick={onBack}>
          {merging.back}
        </Button>
        <Button
          variant="subtle"
          leftSection={<IconArrowsLeftRight size={16} aria-hidden />}
          onClick={() => {
            swap(!isSwapped);
            choose(likely(duplicate, kept));
          }}
        >
          {merging.swap}
        </Button>
      </Group>
      <div className={classes.grave}>
        <Warning isGrave>
          <b>{merging.forGood}</b> {merging.notes}
        </Warning>
      </div>
      <Foot label={merging.confirm} color="red.9" busy={merge.isPending} ready />
    </form>
  );
}

interface ChoiceProps {
  row: Row;
  values: [string, string];
  differs: boolean;
  side: Side;
  onChange: (side: Side) => void;
}

function Choice({ row, values, differs, side, onChange }: ChoiceProps) {
  const { client } = useTexts();
  const id = useId();
  return (
    <tr>
      <th scope="row" id={id}>
        {client[row]}
      </th>
      {(['kept', 'duplicate'] as const).map((each, place) => (
        <td key={each}>
          {differs ? (
            <label className={classes.side}>
              <input
                type="radio"
                name={id}
                aria-describedby={id}
                checked={side === each}
                onChange={() => onChange(each)}
              />
              {values[place]}
            </label>
          ) : (
            <div className={classes.same}>{values[place]}</div>
          )}
        </td>
      ))}
    </tr>
  );
}

function useShown(): (row: Row, client: Client) => string {
  const { clients, client: said, people } = useTexts();
  return (row, client) => {
    const words: Record<Row, string> = {
      name: client.name,
      phone: client.phone ? readablePhone(client.phone) : people.noPhone,
      email: client.email ?? said.noEmail,
      type: clients.types[client.type],
      source: clients.sources[client.source],
      status: clients.statuses[client.status],
      assigned: client.assigned_to?.name ?? people.nobody,
    };
    return words[row];
  };
}

/** First both become one, then the client kept takes what was chosen of the duplicate. */
function useMerge(kept: Client, duplicate: Client, choices: Choices) {
  const { merging } = useTexts();
  const params = { path: { id: kept.id } };
  const merge = api.useMutation('post', '/api/v1/clients/{id}/merge');
  const change = api.useMutation('patch', '/api/v1/clients/{id}', { meta: { quiet: true } });

  async function run() {
    const merged = await merge.mutateAsync({
      params,
      headers: { 'If-Match': `"${kept.version}"` },
      body: { duplicate_id: duplicate.id },
    });
    const changes = changesFor(choices, kept, duplicate);
    try {
      const headers = { 'If-Match': `"${merged.version}"` };
      const result = changes ? await change.mutateAsync({ params, headers, body: changes }) : merged;
      showClient(result);
      showDone(merging.merged(result.name));
    } catch {
      showProblem({ title: merging.title, detail: merging.partly });
    }
    closeDialog();
    if (openProfile.get() === duplicate.id) openProfile.set(kept.id);
    await renewClients();
  }
  return {
    isPending: merge.isPending || change.isPending,
    // That they could not be merged is said in a notice; what was chosen stays.
    start: () => run().catch(() => undefined),
  };
}
