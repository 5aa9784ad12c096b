import { ActionIcon, Group, Tooltip } from '@mantine/core';
import { IconPhonePlus, IconUser } from '@tabler/icons-react';
import type { Schemas } from '~/api/client';
import { openInteraction } from '~/features/interactions/open';
import { useTexts } from '~/i18n';
import { openClient } from './opened';

export function RowActions({ client }: { client: Schemas['ClientRef'] }) {
  const { clients, people } = useTexts();
  const name = client.name ?? people.noName;
  return (
    <Group gap={2} wrap="nowrap">
      <Tooltip label={`${clients.addInteraction} (I)`}>
        <ActionIcon
          aria-label={clients.addInteractionWith(name)}
          onClick={() => openInteraction({ id: client.id, name: client.name, phone: client.phone })}
        >
          <IconPhonePlus size={18} stroke={1.8} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={`${clients.open} (V)`}>
        <ActionIcon aria-label={clients.openOf(name)} onClick={() => openClient(client.id)}>
          <IconUser size={18} stroke={1.8} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
