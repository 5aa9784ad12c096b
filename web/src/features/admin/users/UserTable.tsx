import { Avatar, Group, Text } from '@mantine/core';
import { may, useUser } from '~/api/session';
import { Table } from '~/ui/Table';
import type { Branch, Team, User } from '../data';
import { openDialog } from '../dialog';
import { Names } from '../Names';
import { useTexts } from '../texts';
import { RoleBadge } from './RoleBadge';
import { UserMenu } from './UserMenu';
import { Active, isEverywhere } from './UserState';

interface Props {
  users?: User[];
  branches: Branch[];
  teams: Team[];
}

export function UserTable({ users: rows, branches, teams }: Props) {
  const { users, admin } = useTexts();
  const me = useUser();
  return (
    <Table
      caption={admin.users}
      rows={rows}
      keyOf={({ id }) => id}
      minWidth={900}
      keys={may(me, 'admin') ? { e: (user) => openDialog({ kind: 'user', user }) } : {}}
      columns={[
        { id: 'name', title: users.person, cell: (user) => <Person user={user} /> },
        { id: 'role', title: users.role, width: 150, cell: ({ role }) => <RoleBadge role={role} /> },
        {
          id: 'branches',
          title: users.branches,
          cell: (user) => <Names all={isEverywhere(user)} ids={user.branch_ids} rows={branches} />,
        },
        { id: 'teams', title: users.teams, cell: ({ team_ids }) => <Names ids={team_ids} rows={teams} /> },
        { id: 'state', title: users.state, width: 110, cell: (user) => <Active user={user} /> },
        { id: 'actions', title: admin.actions, width: 110, cell: (user) => <UserMenu user={user} /> },
      ]}
    />
  );
}

function Person({ user }: { user: User }) {
  const { users } = useTexts();
  const me = useUser();
  return (
    <Group gap={10} wrap="nowrap" miw={0}>
      <Avatar name={user.name} size={34} color={user.active ? 'green' : 'gray'} variant="light" aria-hidden />
      <div style={{ minWidth: 0 }}>
        <Text fz={14} fw={600} truncate title={user.name}>
          {user.name}
          {user.id === me.id && (
            <Text span fz={12.5} fw={400} c="var(--ink-3)">
              {' '}
              · {users.you}
            </Text>
          )}
        </Text>
        {user.email && (
          <Text fz={12.5} c="var(--ink-3)" truncate title={user.email}>
            {user.email}
          </Text>
        )}
      </div>
    </Group>
  );
}
