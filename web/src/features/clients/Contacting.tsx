import { ActionIcon, Group, Text, Tooltip } from '@mantine/core';
import { IconBrandWhatsapp } from '@tabler/icons-react';
import { useTexts } from '~/i18n';
import { readablePhone, whatsappLink } from '~/ui/phone';
import classes from './Clients.module.css';

interface Reachable {
  name: string | null;
  phone: string | null;
}

/** A number to call or to write to. */
export function PhoneLine({ person }: { person: Reachable }) {
  const { clients, people } = useTexts();
  const { phone } = person;
  if (!phone)
    return (
      <Text fz={13} c="var(--ink-3)" lh="24px">
        {people.noPhone}
      </Text>
    );
  return (
    <Group gap={2} wrap="nowrap">
      <a className={classes.phone} href={`tel:${phone}`}>
        <span className={classes.hidden}>{clients.callTo(person.name ?? '')} </span>
        {readablePhone(phone)}
      </a>
      <WhatsApp person={person} size={24} />
    </Group>
  );
}

export function WhatsApp({ person, size, variant }: { person: Reachable; size: number; variant?: string }) {
  const { clients } = useTexts();
  if (!person.phone) return null;
  const label = clients.whatsappTo(person.name ?? '');
  return (
    <Tooltip label={label}>
      <ActionIcon
        component="a"
        href={whatsappLink(person.phone)}
        target="_blank"
        rel="noopener"
        size={size}
        variant={variant}
        aria-label={label}
      >
        <IconBrandWhatsapp size={size * 0.5 + 4} stroke={1.7} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
