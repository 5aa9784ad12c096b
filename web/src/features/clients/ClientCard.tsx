import { ActionIcon, Button, Group, Text } from '@mantine/core';
import { IconPhone, IconPhonePlus } from '@tabler/icons-react';
import type { Client } from '~/api/client';
import { openInteraction } from '~/features/interactions/open';
import { useTexts } from '~/i18n';
import { ClientName } from './ClientName';
import classes from './Clients.module.css';
import { WhatsApp } from './Contacting';
import { Tags } from './Tags';
import { TypeBadge } from './TypeBadge';

/** A client on a phone: who it is, and a big button to call. */
export function ClientCard({ client }: { client: Client }) {
  const { clients, people } = useTexts();
  return (
    <li className={classes.card}>
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <ClientName client={client} className={classes.cardName} />
        <TypeBadge type={client.type} />
      </Group>
      <Text fz={13} c="var(--ink-3)" truncate>
        {[
          client.status === 'inactive' && clients.statuses.inactive,
          clients.sources[client.source],
          client.assigned_to?.name ?? people.nobody,
        ]
          .filter(Boolean)
          .join(' · ')}
      </Text>
      {client.tags.length > 0 && <Tags tags={client.tags} most={3} />}
      <Group gap={8} mt={11} wrap="nowrap">
        <CallButton person={client} />
        <WhatsApp person={client} contact={{ client_id: client.id }} size={42} look="framed" />
        <ActionIcon
          size={42}
          variant="default"
          aria-label={clients.addInteractionWith(client.name)}
          onClick={() => openInteraction({ id: client.id, name: client.name, phone: client.phone })}
        >
          <IconPhonePlus size={19} aria-hidden />
        </ActionIcon>
      </Group>
    </li>
  );
}

export function CallButton({ person }: { person: { name: string | null; phone: string | null } }) {
  const { clients, people } = useTexts();
  return (
    <Button
      component="a"
      href={person.phone ? `tel:${person.phone}` : undefined}
      data-disabled={!person.phone || undefined}
      variant="default"
      size="md"
      fz={14}
      px={8}
      flex={1}
      leftSection={<IconPhone size={17} aria-hidden />}
    >
      {person.phone ? clients.call : people.noPhone}
      <span className={classes.hidden}> {person.name}</span>
    </Button>
  );
}
