import { Group, Text } from '@mantine/core';
import type { Schemas } from '~/api/client';
import { useTexts } from '~/i18n';
import { Method } from '~/ui/Method';
import { Actions, Direction, NextDay, useHappened } from './columns';
import classes from './Interactions.module.css';

/** An interaction on a phone. */
export function InteractionCard({ interaction }: { interaction: Schemas['Interaction'] }) {
  const { people, interactions } = useTexts();
  const happened = useHappened();
  const { client, method, direction, author, notes } = interaction;
  return (
    <li className={classes.card}>
      <Group justify="space-between" wrap="nowrap" gap="sm" align="start">
        <div className={classes.who}>
          <Text fw={620} fz={15.5} truncate>
            {client.name ?? people.noName}
          </Text>
          <Text fz={13} c="var(--ink-3)" truncate>
            {happened(interaction)} · {author?.name ?? interactions.byItself}
          </Text>
        </div>
        <Actions interaction={interaction} size={42} />
      </Group>
      <Text fz={14} c="var(--ink-2)" mt={6} lineClamp={4}>
        {notes}
      </Text>
      <Group gap={14} mt={8} fz={13} c="var(--ink-2)">
        <Method method={method} />
        <Direction direction={direction} />
        <NextDay interaction={interaction} />
      </Group>
    </li>
  );
}
