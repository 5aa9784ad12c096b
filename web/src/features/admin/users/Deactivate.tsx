import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { api } from '~/api/client';
import { Problem } from '~/api/problem';
import { FormAlert } from '~/ui/FormAlert';
import { showDone } from '~/ui/notices';
import { isNamed } from '~/ui/wrong';
import { renewHouse, type User } from '../data';
import { closeDialog } from '../dialog';
import { FormFoot } from '../FormFoot';
import { useWorkInWords } from '../handover/work';
import { useTexts } from '../texts';

/** Let somebody in no more; who still has open work hands it over first. */
export function Deactivate({ user }: { user: User }) {
  const { users } = useTexts();
  const go = useNavigate();
  const inWords = useWorkInWords();
  const save = api.useMutation('patch', '/api/v1/users/{id}', {
    meta: { quiet: true },
    onSuccess: () => {
      closeDialog();
      showDone(users.deactivated(user.name));
      renewHouse();
    },
  });
  const problem = save.error;
  const work = isNamed(problem, 'open-work') && problem instanceof Problem && inWords(problem.members);

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ params: { path: { id: user.id } }, body: { active: false } });
      }}
    >
      <Stack gap={16}>
        <Text fz={14} c="var(--ink-2)">
          {users.deactivateLead}
        </Text>
        {work ? (
          <Alert color="yellow" icon={<IconAlertTriangle size={18} />} title={users.openWork} role="alert">
            {users.openWorkMore(work)}
            <Button
              mt={10}
              size="compact-sm"
              variant="light"
              display="block"
              onClick={() => {
                closeDialog();
                go({ to: '/admin/$section', params: { section: 'hand-over' }, search: { giver: user.id } });
              }}
            >
              {users.goHandOver}
            </Button>
          </Alert>
        ) : (
          <FormAlert problem={problem} />
        )}
        <FormFoot label={users.deactivateDo} busy={save.isPending} ready={!work} color="red.9" />
      </Stack>
    </form>
  );
}
