import { Checkbox, Stack } from '@mantine/core';
import { useState } from 'react';
import { api, type Client } from '~/api/client';
import { useTexts } from '~/i18n';
import { showDone } from '~/ui/notices';
import { Warning } from '~/ui/Warning';
import { renewClients, showClient } from './data';
import { closeDialog } from './dialog';
import { Foot } from './Foot';

/** A person is forgotten for good, so it is asked twice. */
export function EraseForm({ client }: { client: Client }) {
  const { erasing } = useTexts();
  const [isSure, setSure] = useState(false);
  const erase = api.useMutation('post', '/api/v1/clients/{id}/erase', {
    onSuccess: (erased) => {
      closeDialog();
      showDone(erasing.erased);
      showClient(erased);
    },
    onSettled: renewClients,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        erase.mutate({ params: { path: { id: client.id } }, body: {} });
      }}
    >
      <Stack>
        <Warning isGrave>{erasing.lead}</Warning>
        <Checkbox
          label={erasing.sure}
          checked={isSure}
          onChange={(event) => setSure(event.currentTarget.checked)}
        />
      </Stack>
      <Foot label={erasing.confirm} color="red.9" busy={erase.isPending} ready={isSure} />
    </form>
  );
}
