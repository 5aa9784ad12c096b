import { ActionIcon, Group, Text, Tooltip } from '@mantine/core';
import { IconBrandWhatsapp } from '@tabler/icons-react';
import type { FollowUp } from '~/api/client';
import { useWhatsApp } from '~/features/messages/open';
import { useTexts } from '~/i18n';
import { readablePhone } from '~/ui/phone';
import { type FollowUpActions, nameOf } from './actions';
import classes from './FollowUps.module.css';

/** The client's number: to call, or to write to. Whoever does tells the others. */
export function Phone({ followUp, actions }: { followUp: FollowUp; actions: FollowUpActions }) {
  const { followUps, people } = useTexts();
  const { phone } = followUp.client;
  if (!phone)
    return (
      <Text fz={13} c="var(--ink-3)">
        {people.noPhone}
      </Text>
    );
  return (
    <Group gap={2} wrap="nowrap">
      <a className={classes.phone} href={`tel:${phone}`} onClick={() => actions.claim(followUp)}>
        <span className={classes.hidden}>{followUps.callTo(nameOf(followUp))} </span>
        {readablePhone(phone)}
      </a>
      <WhatsApp followUp={followUp} actions={actions} size={24} />
    </Group>
  );
}

interface WhatsAppProps {
  followUp: FollowUp;
  actions: FollowUpActions;
  size: number;
  variant?: string;
}

export function WhatsApp({ followUp, actions, size, variant }: WhatsAppProps) {
  const label = useTexts().followUps.whatsappTo(nameOf(followUp));
  const { href, ask } = useWhatsApp(followUp.client, followUp.branch_id, {
    client_id: followUp.client.id,
  });
  return (
    <Tooltip label={label}>
      <ActionIcon
        component="a"
        href={href}
        target="_blank"
        rel="noopener"
        size={size}
        variant={variant}
        aria-label={label}
        onClick={() => {
          actions.claim(followUp);
          ask();
        }}
      >
        <IconBrandWhatsapp size={size * 0.5 + 4} stroke={1.7} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
