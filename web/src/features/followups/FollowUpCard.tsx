import { ActionIcon, Button, Group, Text } from '@mantine/core';
import { IconCheck, IconPhone, IconPhonePlus } from '@tabler/icons-react';
import { memo } from 'react';
import type { FollowUp } from '~/api/client';
import { ClientName } from '~/features/clients/open';
import { openInteraction } from '~/features/interactions/open';
import { useTexts } from '~/i18n';
import { useNear } from '~/ui/near';
import { StateBadge } from '~/ui/StateBadge';
import { type FollowUpActions, nameOf } from './actions';
import { Calling } from './Calling';
import classes from './FollowUps.module.css';
import { MoreMenu } from './MoreMenu';
import { WhatsApp } from './Phone';
import { useWhen } from './When';

interface Props {
  followUp: FollowUp;
  actions: FollowUpActions;
  /** It is in sight from the beginning. */
  isEarly: boolean;
}

/** A follow-up on a phone: who and why, and a big button to call. */
export const FollowUpCard = memo(function FollowUpCard({ followUp, actions, isEarly }: Props) {
  const { followUps, people } = useTexts();
  const when = useWhen();
  const { phone } = followUp.client;
  const name = nameOf(followUp);
  const [element, near] = useNear<HTMLLIElement>(isEarly);
  if (!near)
    return <li ref={element} className={`${classes.card} ${classes.far}`} data-state={followUp.state} />;
  return (
    <li ref={element} className={classes.card} data-state={followUp.state}>
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <ClientName client={followUp.client} className={classes.cardName} />
        <StateBadge state={followUp.state} />
      </Group>
      <Group justify="space-between" wrap="nowrap" gap="sm" mt={1}>
        <Text fz={13} c="var(--ink-3)" truncate>
          {when(followUp)} · {followUp.assigned_to?.name ?? people.nobody}
        </Text>
        <Calling followUp={followUp} actions={actions} />
      </Group>
      <Text fz={14} c="var(--ink-2)" mt={7} lineClamp={2}>
        {followUp.notes || followUp.last_interaction_notes}
      </Text>
      <Group gap={8} mt={11} className={classes.cardActions}>
        <Button
          component="a"
          href={phone ? `tel:${phone}` : undefined}
          data-disabled={!phone || undefined}
          variant="default"
          size="md"
          fz={14}
          px={8}
          className={classes.call}
          leftSection={<IconPhone size={17} aria-hidden />}
          onClick={() => phone && actions.claim(followUp)}
        >
          {phone ? followUps.call : people.noPhone}
          <span className={classes.hidden}> {name}</span>
        </Button>
        {phone && <WhatsApp followUp={followUp} actions={actions} size={42} variant="default" />}
        <ActionIcon
          size={42}
          variant="default"
          aria-label={followUps.addInteractionWith(name)}
          onClick={() => openInteraction(followUp.client, followUp.id)}
        >
          <IconPhonePlus size={19} aria-hidden />
        </ActionIcon>
        <MoreMenu followUp={followUp} actions={actions} size={42} variant="default" />
        <ActionIcon
          size={42}
          variant="light"
          color="green"
          aria-label={followUps.completeOf(name)}
          onClick={() => actions.complete(followUp)}
        >
          <IconCheck size={20} aria-hidden />
        </ActionIcon>
      </Group>
    </li>
  );
});
