import { Avatar, Group, Text } from '@mantine/core';
import type { Schemas } from '~/api/client';
import { useTexts } from '~/i18n';

/** Somebody of the house, or nobody. */
export function PersonName({ person }: { person: Schemas['Person'] | null }) {
  const { people } = useTexts();
  if (!person)
    return (
      <Text span fz="sm" c="var(--ink-3)">
        {people.nobody}
      </Text>
    );
  const name = person.name ?? people.noName;
  return (
    <Group gap={8} wrap="nowrap" miw={0}>
      <Avatar name={name} size={26} color="green" variant="light" aria-hidden />
      <Text span fz="sm" truncate>
        {name}
      </Text>
    </Group>
  );
}
