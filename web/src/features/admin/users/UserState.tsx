import { Badge } from '@mantine/core';
import type { User } from '../data';
import { useTexts } from '../texts';

export const isEverywhere = ({ role }: Pick<User, 'role'>): boolean => role === 'admin';

export function Active({ user }: { user: User }) {
  const { users } = useTexts();
  return (
    <Badge
      variant="light"
      color={user.active ? 'green' : 'gray'}
      c={user.active ? 'green.8' : 'var(--ink-2)'}
    >
      {user.active ? users.active : users.inactive}
    </Badge>
  );
}
