import { Button, Group, Loader, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { api, type Client } from '~/api/client';
import { useTexts } from '~/i18n';
import { showDone } from '~/ui/notices';
import { readablePhone } from '~/ui/phone';
import { renewClients, showClient } from './data';
import { closeDialog } from './dialog';
import classes from './Forms.module.css';

const MOST = 20;

/** «Vincular estudiante», «Vincular paciente»: found by name, of the client's branch. */
export function LinkForm({ client, what }: { client: Client; what: 'student' | 'patient' }) {
  const { linking, profile, people } = useTexts();
  const [typed, type] = useState(client.last_name || client.first_name);
  const [q] = useDebouncedValue(typed.trim(), 200);
  const query = { limit: MOST, branch_id: [client.branch_id], ...(q && { q }) };
  const isStudent = what === 'student';
  const keep = { placeholderData: <T,>(before: T) => before };
  const students = api.useQuery(
    'get',
    '/api/v1/students',
    { params: { query } },
    { ...keep, enabled: isStudent },
  );
  const patients = api.useQuery(
    'get',
    '/api/v1/patients',
    { params: { query } },
    { ...keep, enabled: !isStudent },
  );
  const found = isStudent ? students : patients;
  const link = api.useMutation('post', '/api/v1/clients/{id}/link', { onSettled: renewClients });

  async function choose(id: string, name: string) {
    const changed = await link.mutateAsync({
      params: { path: { id: client.id } },
      body: isStudent ? { student_id: id } : { patient_id: id },
    });
    showClient(changed);
    closeDialog();
    showDone(profile.linked(name));
  }

  return (
    <Stack gap="sm">
      <TextInput
        label={linking.search}
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSection={found.isFetching && <Loader size={16} />}
        autoComplete="off"
        data-autofocus
      />
      {found.data?.items.length === 0 && (
        <Text fz={13.5} c="var(--ink-3)" role="status">
          {linking.nobody}
        </Text>
      )}
      <ul className={classes.found}>
        {found.data?.items.map(({ id, name, phone, client_id }) => (
          <li key={id}>
            <div className={classes.candidate}>
              <Text fz={14} fw={600} truncate>
                {name}
              </Text>
              <Text fz={12.5} c="var(--ink-3)">
                {client_id ? linking.taken : phone ? readablePhone(phone) : people.noPhone}
              </Text>
            </div>
            {!client_id && (
              <Group gap={0}>
                <Button
                  variant="light"
                  size="compact-sm"
                  h={32}
                  disabled={link.isPending}
                  // What went wrong is said in a notice.
                  onClick={() => choose(id, name).catch(() => undefined)}
                >
                  {linking.link}
                  <span className={classes.hidden}> {name}</span>
                </Button>
              </Group>
            )}
          </li>
        ))}
      </ul>
    </Stack>
  );
}
