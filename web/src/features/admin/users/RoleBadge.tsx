import { Group } from '@mantine/core';
import { IconShieldCheck, IconStar, IconUser } from '@tabler/icons-react';
import { type Texts, useTexts } from '../texts';

const ICONS = { operator: IconUser, manager: IconStar, admin: IconShieldCheck };

export function RoleBadge({ role }: { role: string }) {
  const { roles } = useTexts();
  const name = role as keyof Texts['roles'];
  const Icon = ICONS[name];
  return (
    <Group gap={6} wrap="nowrap" fz={13.5}>
      <Icon size={16} stroke={1.8} color="var(--ink-3)" aria-hidden /> {roles[name]}
    </Group>
  );
}
