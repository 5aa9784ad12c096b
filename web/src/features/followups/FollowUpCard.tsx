import { IconCheck, IconPhone, IconPhonePlus } from '@tabler/icons-react';
import { memo } from 'react';
import type { FollowUp } from '~/api/client';
import { ClientName } from '~/features/clients/open';
import { openInteraction } from '~/features/interactions/open';
import { useTexts } from '~/i18n';
import { IconButton } from '~/ui/IconButton';
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
      <div className={classes.cardLine}>
        <ClientName client={followUp.client} className={classes.cardName} />
        <StateBadge state={followUp.state} />
      </div>
      <div className={classes.cardLine}>
        <p className={classes.cardWhen}>
          {when(followUp)} · {followUp.assigned_to?.name ?? people.nobody}
        </p>
        <Calling followUp={followUp} actions={actions} />
      </div>
      <p className={classes.cardNotes}>{followUp.notes || followUp.last_interaction_notes}</p>
      <div className={classes.cardActions}>
        <a
          href={phone ? `tel:${phone}` : undefined}
          data-disabled={!phone || undefined}
          className={`${classes.call} mantine-focus-auto mantine-active`}
          onClick={() => phone && actions.claim(followUp)}
        >
          <IconPhone size={17} aria-hidden />
          <span>
            {phone ? followUps.call : people.noPhone}
            <span className={classes.hidden}> {name}</span>
          </span>
        </a>
        {phone && <WhatsApp followUp={followUp} actions={actions} size={42} look="framed" />}
        <IconButton
          size={42}
          look="framed"
          aria-label={followUps.addInteractionWith(name)}
          onClick={() => openInteraction(followUp.client, followUp.id)}
        >
          <IconPhonePlus size={19} aria-hidden />
        </IconButton>
        <MoreMenu followUp={followUp} actions={actions} size={42} look="framed" />
        <IconButton
          size={42}
          look="green"
          aria-label={followUps.completeOf(name)}
          onClick={() => actions.complete(followUp)}
        >
          <IconCheck size={20} aria-hidden />
        </IconButton>
      </div>
    </li>
  );
});
