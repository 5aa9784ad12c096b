import { ActionIcon, Menu } from '@mantine/core';
import {
  IconArrowsJoin,
  IconCalendarPlus,
  IconCrown,
  IconDots,
  IconFileExport,
  IconSchool,
  IconStethoscope,
  IconUserOff,
} from '@tabler/icons-react';
import { api, type Client } from '~/api/client';
import { download } from '~/api/download';
import { Problem } from '~/api/problem';
import { may, useUser } from '~/api/session';
import { openNewTask } from '~/features/tasks/open';
import { useTexts } from '~/i18n';
import { showDone, showProblem } from '~/ui/notices';
import { usePhone } from '~/ui/usePhone';
import { renewClients, showClient } from './data';
import { openDialog } from './dialog';
import { asRef } from './reference';

/** What is done with a client now and then, as far as one's role goes. */
export function ProfileMenu({ client, size }: { client: Client; size: number }) {
  const { profile } = useTexts();
  const phone = usePhone();
  const user = useUser();
  const [isManager, isAdmin] = [may(user, 'manager'), may(user, 'admin')];
  const promote = api.useMutation('post', '/api/v1/clients/{id}/promote', {
    onSuccess: (changed) => {
      showClient(changed);
      showDone(profile.promoted(changed.name));
    },
    onSettled: renewClients,
  });

  async function exportAll() {
    await download(`/api/v1/clients/${client.id}/export`, `${client.name}.json`).catch((error: unknown) => {
      if (!(error instanceof Problem)) throw error;
      showProblem(error);
    });
  }

  return (
    <Menu position="bottom-end" width={250} withinPortal={false}>
      <Menu.Target>
        <ActionIcon size={size} variant="default" aria-label={profile.more}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {phone && (
          <Menu.Item
            leftSection={<IconCalendarPlus size={16} aria-hidden />}
            onClick={() => openNewTask({}, asRef(client))}
          >
            {profile.newTask}
          </Menu.Item>
        )}
        {client.type !== 'vip' && (
          <Menu.Item
            leftSection={<IconCrown size={16} aria-hidden />}
            onClick={() => promote.mutate({ params: { path: { id: client.id } }, body: {} })}
          >
            {profile.promote}
          </Menu.Item>
        )}
        {!client.student_id && (
          <Menu.Item
            leftSection={<IconSchool size={16} aria-hidden />}
            onClick={() => openDialog({ kind: 'link', client, what: 'student' })}
          >
            {profile.linkStudent}
          </Menu.Item>
        )}
        {!client.patient_id && (
          <Menu.Item
            leftSection={<IconStethoscope size={16} aria-hidden />}
            onClick={() => openDialog({ kind: 'link', client, what: 'patient' })}
          >
            {profile.linkPatient}
          </Menu.Item>
        )}
        {isManager && (
          <Menu.Item
            leftSection={<IconArrowsJoin size={16} aria-hidden />}
            onClick={() => openDialog({ kind: 'merge', client })}
          >
            {profile.merge}
          </Menu.Item>
        )}
        {isAdmin && (
          <>
            <Menu.Divider />
            <Menu.Item leftSection={<IconFileExport size={16} aria-hidden />} onClick={exportAll}>
              {profile.exportPerson}
            </Menu.Item>
            <Menu.Item
              c="var(--mantine-color-error)"
              leftSection={<IconUserOff size={16} aria-hidden />}
              onClick={() => openDialog({ kind: 'erase', client })}
            >
              {profile.erase}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
