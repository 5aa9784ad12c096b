import { Avatar, Group, Skeleton, Text } from '@mantine/core';
import classes from '../Admin.module.css';
import { type Branch, namesOf, type Team, type User } from '../data';
import { LOADING } from '../Nothing';
import { useTexts } from '../texts';
import { UserMenu } from './UserMenu';
import { Active, isEverywhere } from './UserState';

interface Props {
  users?: User[];
  branches: Branch[];
  teams: Team[];
}

/** The people of the house, on a phone. */
export function UserCards({ users: rows, branches, teams }: Props) {
  const { users, roles } = useTexts();
  const where = (user: User) =>
    [
      roles[user.role as keyof typeof roles],
      ...(isEverywhere(user) ? [] : namesOf(user.branch_ids, branches)),
      ...namesOf(user.team_ids, teams),
    ].join(' · ');
  return (
    <ul className={classes.list} aria-busy={!rows} aria-label={users.person}>
      {rows?.map((user) => (
        <li key={user.id} className={classes.card}>
          <Group gap={10} wrap="nowrap" align="start">
            <Avatar
              name={user.name}
              size={38}
              color={user.active ? 'green' : 'gray'}
              variant="light"
              aria-hidden
            />
            <div style={{ flex: 1, minWidth: 0 }}>
              <Text fz={15} fw={600} truncate>
                {user.name}
              </Text>
              {user.email && (
                <Text fz={13} c="var(--ink-3)" truncate>
                  {user.email}
                </Text>
              )}
              <Text fz={13} c="var(--ink-2)" mt={4} lineClamp={2}>
                {where(user)}
              </Text>
              {!user.active && (
                <div style={{ marginTop: 6 }}>
                  <Active user={user} />
                </div>
              )}
            </div>
            <UserMenu user={user} size={40} />
          </Group>
        </li>
      )) ??
        LOADING.map((each) => (
          <li key={each}>
            <Skeleton h={92} radius="lg" />
          </li>
        ))}
    </ul>
  );
}
