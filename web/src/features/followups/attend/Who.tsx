import { Alert, Badge, Button, Group, Text, Title } from '@mantine/core';
import { IconBrandWhatsapp, IconPhone, IconUser } from '@tabler/icons-react';
import type { RefObject } from 'react';
import type { FollowUp, Schemas } from '~/api/client';
import { openClient } from '~/features/clients/open';
import { useTexts } from '~/i18n';
import { readablePhone, whatsappLink } from '~/ui/phone';
import { StateBadge } from '~/ui/StateBadge';
import { nameOf } from '../actions';
import { useWhen } from '../When';
import classes from './Attend.module.css';

interface Props {
  followUp: FollowUp;
  client?: Schemas['Client'];
  heading: RefObject<HTMLHeadingElement | null>;
  onNext: () => void;
}

/** Who waits, why, and how to reach them. */
export function Who({ followUp, client, heading, onNext }: Props) {
  const { attend, people, panel, followUps } = useTexts();
  const when = useWhen();
  const { phone } = followUp.client;
  const gone = followUp.state === 'done' || followUp.state === 'cancelled';
  const notes = followUp.notes || followUp.last_interaction_notes;
  return (
    <>
      <Group justify="space-between" align="start" gap="sm" wrap="nowrap">
        <div className={classes.who}>
          <Title order={2} ref={heading} tabIndex={-1} className={classes.name}>
            {nameOf(followUp)}
          </Title>
          <Text fz={14} c="var(--ink-2)" mt={2}>
            {[client && panel.types[client.type], when(followUp), followUp.assigned_to?.name ?? people.nobody]
              .filter(Boolean)
              .join(' · ')}
          </Text>
        </div>
        <StateBadge state={followUp.state} />
      </Group>
      {!!client?.tags.length && (
        <Group gap={6} mt={10}>
          {client.tags.map(({ id, name, color }) => (
            <Badge
              key={id}
              variant="outline"
              color="gray"
              c="var(--ink-2)"
              leftSection={<span className={classes.tag} style={{ background: color }} />}
            >
              {name}
            </Badge>
          ))}
        </Group>
      )}
      <div className={classes.reach}>
        {phone ? (
          <>
            <Button
              component="a"
              href={`tel:${phone}`}
              size="lg"
              leftSection={<IconPhone size={20} aria-hidden />}
              data-call
            >
              <span className={classes.hidden}>{followUps.callTo(nameOf(followUp))} </span>
              {readablePhone(phone)}
            </Button>
            <Button
              component="a"
              href={whatsappLink(phone)}
              target="_blank"
              rel="noopener"
              variant="default"
              size="lg"
              leftSection={<IconBrandWhatsapp size={20} aria-hidden />}
              data-whatsapp
            >
              {attend.whatsapp}
              <span className={classes.hidden}> {nameOf(followUp)}</span>
            </Button>
          </>
        ) : (
          <Text c="var(--ink-2)">{people.noPhone}</Text>
        )}
        <Button
          variant="subtle"
          color="gray"
          c="var(--ink-2)"
          size="lg"
          px={12}
          leftSection={<IconUser size={19} aria-hidden />}
          onClick={() => openClient(followUp.client.id)}
        >
          {attend.client}
        </Button>
      </div>
      {gone && (
        <Alert color="blue" mb={14} title={attend.gone(followUp.completed_by?.name ?? '')} role="status">
          <Button size="compact-sm" variant="default" onClick={onNext}>
            {attend.nextOne}
          </Button>
        </Alert>
      )}
      {notes && (
        <div className={classes.agreed} data-state={followUp.state}>
          <Text fz={12.5} fw={600} c="var(--ink-2)">
            {attend.agreed}
          </Text>
          <Text className={classes.notes}>{notes}</Text>
        </div>
      )}
    </>
  );
}
