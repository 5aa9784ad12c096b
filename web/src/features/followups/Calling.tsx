import { IconPhoneCall, IconX } from '@tabler/icons-react';
import type { FollowUp } from '~/api/client';
import { now } from '~/clock';
import { useTexts } from '~/i18n';
import type { FollowUpActions } from './actions';
import classes from './FollowUps.module.css';

export const isClaimed = ({ claimed_by, claim_expires_at }: FollowUp): boolean =>
  !!claimed_by && !!claim_expires_at && Date.parse(claim_expires_at) > now();

/** «¿Alguien ya lo está llamando?» */
export function Calling({ followUp, actions }: { followUp: FollowUp; actions: FollowUpActions }) {
  const { followUps } = useTexts();
  if (!isClaimed(followUp)) return null;
  if (!actions.isMine(followUp))
    return (
      <span className={classes.calling}>
        <IconPhoneCall size={14} aria-hidden />{' '}
        {followUps.callingOther(followUp.claimed_by?.name?.split(' ')[0] ?? '')}
      </span>
    );
  return (
    <button type="button" className={classes.calling} data-mine onClick={() => actions.release(followUp)}>
      <IconPhoneCall size={14} aria-hidden /> {followUps.callingYou}
      <IconX size={13} aria-hidden />
      <span className={classes.hidden}>{followUps.release}</span>
    </button>
  );
}
