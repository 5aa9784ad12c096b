import { ActionIcon, Group, Text, Tooltip } from '@mantine/core';
import { IconBrandWhatsapp } from '@tabler/icons-react';
import { useWhatsApp, type Writing } from '~/features/messages/open';
import { useTexts } from '~/i18n';
import { readablePhone } from '~/ui/phone';
import classes from './Clients.module.css';

interface Reachable {
  branch_id: string;
  name: string | null;
  phone: string | null;
}

interface Props {
  person: Reachable;
  /** As whom what was written to them is logged. */
  contact?: Writing;
}

/** A number to call or to write to. */
export function PhoneLine({ person, contact }: Props) {
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
      <WhatsApp person={person} contact={contact} size={24} />
    </Group>
  );
}

export function WhatsApp({ person, contact, size, variant }: Props & { size: number; variant?: string }) {
  const { clients } = useTexts();
  const { href, ask } = useWhatsApp(person, person.branch_id, contact);
  if (!href) return null;
  const label = clients.whatsappTo(person.name ?? '');
  return (
    <Tooltip label={label}>
      <ActionIcon
        component="a"
        href={href}
        target="_blank"
        rel="noopener"
        onClick={ask}
        size={size}
        variant={variant}
        aria-label={label}
      >
        <IconBrandWhatsapp size={size * 0.5 + 4} stroke={1.7} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
