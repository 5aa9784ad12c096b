import { Alert, Loader, Skeleton, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { api, type Client } from '~/api/client';
import { useTexts } from '~/i18n';
import { LoadFailed } from '~/ui/LoadFailed';
import { readablePhone } from '~/ui/phone';
import { Reasons } from './Candidates';
import classes from './Forms.module.css';
import { MergeSides } from './MergeSides';

const SHORTEST = 2;
const MOST = 10;

/** Two records of one person become one: first which is the other, then what of each stays. */
export function MergeForm({ client, duplicateId }: { client: Client; duplicateId?: string }) {
  const [chosen, choose] = useState(duplicateId);
  if (!chosen) return <Finder client={client} onChoose={choose} />;
  return <Sides clientId={client.id} otherId={chosen} onBack={() => choose(undefined)} />;
}

function Sides({ clientId, otherId, onBack }: { clientId: string; otherId: string; onBack: () => void }) {
  const ask = (id: string) => [{ params: { path: { id } } }, { staleTime: 0 }] as const;
  // What is compared, and its version, is what stands there now.
  const one = api.useQuery('get', '/api/v1/clients/{id}', ...ask(clientId));
  const other = api.useQuery('get', '/api/v1/clients/{id}', ...ask(otherId));
  const problem = one.error ?? other.error;
  if (problem)
    return <LoadFailed problem={problem} onRetry={() => [one, other].map((each) => each.refetch())} />;
  if (!one.data || !other.data) return <Skeleton h={320} radius="md" />;
  return <MergeSides one={one.data} other={other.data} onBack={onBack} />;
}

function Finder({ client, onChoose }: { client: Client; onChoose: (id: string) => void }) {
  const { merging, people } = useTexts();
  const [typed, type] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 200);
  const like = api.useQuery('get', '/api/v1/clients/{id}/duplicates', {
    params: { path: { id: client.id } },
  });
  const looksFor = q.length >= SHORTEST;
  const found = api.useQuery(
    'get',
    '/api/v1/clients',
    { params: { query: { q, limit: MOST, branch_id: [client.branch_id] } } },
    { enabled: looksFor, placeholderData: (before) => before },
  );
  const others = looksFor
    ? (found.data?.items ?? []).filter(({ id }) => id !== client.id).map((each) => ({ ...each, reasons: [] }))
    : (like.data?.items ?? []);
  const isLooking = looksFor ? found.isFetching : like.isFetching;
  return (
    <Stack gap="sm">
      <TextInput
        label={merging.find}
        placeholder={merging.findHint}
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSection={isLooking && <Loader size={16} />}
        autoComplete="off"
        data-autofocus
      />
      {!looksFor && others.length > 0 && (
        <Text fz={12.5} fw={600} c="var(--ink-3)">
          {merging.suggested}
        </Text>
      )}
      {others.length === 0 && !isLooking && (
        <Alert color="gray" role="status">
          {merging.nobody}
        </Alert>
      )}
      <ul className={classes.found}>
        {others.map((each) => (
          <li key={each.id} className={classes.pick}>
            <UnstyledButton className={classes.candidate} onClick={() => onChoose(each.id)}>
              <Text fz={14} fw={600}>
                {each.name}
              </Text>
              <Text fz={12.5} c="var(--ink-2)">
                {[each.phone ? readablePhone(each.phone) : people.noPhone, each.email]
                  .filter(Boolean)
                  .join(' · ')}
              </Text>
              <Reasons reasons={each.reasons} />
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </Stack>
  );
}
