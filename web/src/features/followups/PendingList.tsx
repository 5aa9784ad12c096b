import { Button, Text } from '@mantine/core';
import { IconCheck, IconPhonePlus } from '@tabler/icons-react';
import type { FollowUp } from '~/api/client';
import { ClientName } from '~/features/clients/open';
import { openInteraction } from '~/features/interactions/open';
import { useTexts } from '~/i18n';
import { IconButton } from '~/ui/IconButton';
import { StateBadge } from '~/ui/StateBadge';
import { nameOf, useFollowUpActions } from './actions';
import { Calling } from './Calling';
import classes from './PendingList.module.css';
import { Phone } from './Phone';
import { useWhen } from './When';

/** The most urgent follow-ups in short, each to be completed with one touch. */
export function PendingList({ items }: { items: FollowUp[] }) {
  const { followUps, people } = useTexts();
  const actions = useFollowUpActions();
  const when = useWhen();
  return (
    <ul className={classes.list}>
      {items.map((each) => (
        <li key={each.id} className={classes.item} data-state={each.state}>
          <div className={classes.who}>
            <ClientName client={each.client} />
            <Phone followUp={each} actions={actions} />
          </div>
          <div className={classes.what}>
            <Text fz={13.5} c="var(--ink-2)" lineClamp={2}>
              {each.notes || each.last_interaction_notes}
            </Text>
          </div>
          <div className={classes.when}>
            <StateBadge state={each.state} />
            <Text fz={12.5} c="var(--ink-3)" truncate>
              {when(each)} · {each.assigned_to?.name ?? people.nobody}
            </Text>
            <Calling followUp={each} actions={actions} />
          </div>
          <div className={classes.actions}>
            <IconButton
              size={36}
              tip={followUps.addInteraction}
              aria-label={followUps.addInteractionWith(nameOf(each))}
              onClick={() => openInteraction(each.client, each.id)}
            >
              <IconPhonePlus size={18} stroke={1.8} aria-hidden />
            </IconButton>
            <Button
              variant="light"
              h={36}
              px={12}
              leftSection={<IconCheck size={17} aria-hidden />}
              onClick={() => actions.complete(each)}
            >
              {followUps.complete}
              <span className={classes.hidden}> {nameOf(each)}</span>
            </Button>
          </div>
        </li>
      ))}
    </ul>
  );
}
