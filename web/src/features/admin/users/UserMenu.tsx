import { ActionIcon, Group, Menu, Tooltip } from '@mantine/core';
import {
  IconDots,
  IconHistory,
  IconKey,
  IconPencil,
  IconSwitchHorizontal,
  IconUserCheck,
  IconUserOff,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { api } from '~/api/client';
import { may, useUser } from '~/api/session';
import { showDone } from '~/ui/notices';
import { renewHouse, type User } from '../data';
import { openDialog } from '../dialog';
import { useTexts } from '../texts';

interface Props {
  user: User;
  size?: number;
  variant?: string;
}

/** What can be done with somebody of the house. */
export function UserMenu({ user, size, variant }: Props) {
  const { users, admin } = useTexts();
  const me = useUser();
  const go = useNavigate();
  const governs = may(me, 'admin');
  const activate = api.useMutation('patch', '/api/v1/users/{id}', {
    onSuccess: ({ name }) => showDone(users.activated(name)),
    onSettled: renewHouse,
  });
  return (
    <Group gap={2} wrap="nowrap">
      {governs && (
        <Tooltip label={admin.edit}>
          <ActionIcon
            size={size}
            variant={variant}
            aria-label={admin.editOf(user.name)}
            onClick={() => openDialog({ kind: 'user', user })}
          >
            <IconPencil size={17} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
      <Menu position="bottom-end" width={250}>
        <Menu.Target>
          <ActionIcon size={size} variant={variant} aria-label={admin.moreOf(user.name)}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconSwitchHorizontal size={16} aria-hidden />}
            onClick={() =>
              go({ to: '/admin/$section', params: { section: 'hand-over' }, search: { giver: user.id } })
            }
          >
            {users.handOver}
          </Menu.Item>
          {governs && (
            <>
              <Menu.Item
                leftSection={<IconHistory size={16} aria-hidden />}
                onClick={() =>
                  go({ to: '/admin/$section', params: { section: 'audit' }, search: { actor_id: user.id } })
                }
              >
                {users.activity}
              </Menu.Item>
              <Menu.Item
                leftSection={<IconKey size={16} aria-hidden />}
                onClick={() => openDialog({ kind: 'password', user })}
              >
                {users.reset}
              </Menu.Item>
              <Menu.Divider />
              {user.active ? (
                <Menu.Item
                  c="var(--mantine-color-error)"
                  leftSection={<IconUserOff size={16} aria-hidden />}
                  onClick={() => openDialog({ kind: 'deactivate', user })}
                >
                  {users.deactivate}
                </Menu.Item>
              ) : (
                <Menu.Item
                  leftSection={<IconUserCheck size={16} aria-hidden />}
                  onClick={() =>
                    activate.mutate({ params: { path: { id: user.id } }, body: { active: true } })
                  }
                >
                  {users.activate}
                </Menu.Item>
              )}
            </>
          )}
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}
