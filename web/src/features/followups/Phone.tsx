import { IconBrandWhatsapp } from '@tabler/icons-react';
import type { FollowUp } from '~/api/client';
import { useWhatsApp } from '~/features/messages/open';
import { useTexts } from '~/i18n';
import cells from '~/ui/cells.module.css';
import { IconLink } from '~/ui/IconButton';
import { readablePhone } from '~/ui/phone';
import { type FollowUpActions, nameOf } from './actions';
import classes from './FollowUps.module.css';

/** The client's number: to call, or to write to. Whoever does tells the others. */
export function Phone({ followUp, actions }: { followUp: FollowUp; actions: FollowUpActions }) {
  const { followUps, people } = useTexts();
  const { phone } = followUp.client;
  if (!phone) return <p className={classes.noPhone}>{people.noPhone}</p>;
  return (
    <div className={cells.line}>
      <a className={classes.phone} href={`tel:${phone}`} onClick={() => actions.claim(followUp)}>
        <span className={classes.hidden}>{followUps.callTo(nameOf(followUp))} </span>
        {readablePhone(phone)}
      </a>
      <WhatsApp followUp={followUp} actions={actions} size={24} />
    </div>
  );
}

interface WhatsAppProps {
  followUp: FollowUp;
  actions: FollowUpActions;
  size: 24 | 42;
  look?: 'framed';
}

export function WhatsApp({ followUp, actions, size, look }: WhatsAppProps) {
  const label = useTexts().followUps.whatsappTo(nameOf(followUp));
  const { href, ask } = useWhatsApp(followUp.client, followUp.branch_id, {
    client_id: followUp.client.id,
  });
  return (
    <IconLink
      href={href}
      size={size}
      look={look}
      tip={label}
      aria-label={label}
      onClick={() => {
        actions.claim(followUp);
        ask();
      }}
    >
      <IconBrandWhatsapp size={size * 0.5 + 4} stroke={1.7} aria-hidden />
    </IconLink>
  );
}
