import { IconCheck, IconPhonePlus, IconUser } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { FollowUp } from '~/api/client';
import { useUser } from '~/api/session';
import { useBranch, useTimeZones, useToday } from '~/branch';
import { dayOf, relativeDay } from '~/dates';
import { openClient } from '~/features/clients/open';
import { openInteraction } from '~/features/interactions/open';
import { useLanguage, useTexts } from '~/i18n';
import cells from '~/ui/cells.module.css';
import { IconButton } from '~/ui/IconButton';
import { Method } from '~/ui/Method';
import { PersonName } from '~/ui/PersonName';
import { StateBadge } from '~/ui/StateBadge';
import type { Column } from '~/ui/Table';
import { type FollowUpActions, nameOf } from './actions';
import { Calling } from './Calling';
import classes from './FollowUps.module.css';
import { MoreMenu } from './MoreMenu';
import { Phone } from './Phone';
import { When } from './When';

export function useColumns(actions: FollowUpActions): Column<FollowUp>[] {
  const { columns } = useTexts().followUps;
  return useMemo(
    () => [
      {
        id: 'client',
        title: columns.client,
        width: 206,
        cell: (each) => (
          <>
            <p className={cells.name} title={nameOf(each)}>
              {nameOf(each)}
            </p>
            <Phone followUp={each} actions={actions} />
          </>
        ),
      },
      { id: 'last', title: columns.last, width: 146, cell: (each) => <LastInteraction followUp={each} /> },
      { id: 'notes', title: columns.notes, cell: (each) => <Notes followUp={each} /> },
      {
        id: 'due',
        title: columns.due,
        width: 150,
        sorted: 'ascending',
        cell: (each) => <When followUp={each} />,
      },
      {
        id: 'state',
        title: columns.state,
        width: 160,
        cell: (each) => (
          <div className={classes.state}>
            <StateBadge state={each.state} />
            <Calling followUp={each} actions={actions} />
          </div>
        ),
      },
      {
        id: 'assigned',
        title: columns.assigned,
        width: 144,
        cell: (each) => (
          <>
            <PersonName person={each.assigned_to} />
            <BranchName id={each.branch_id} />
          </>
        ),
      },
      {
        id: 'actions',
        title: columns.actions,
        width: 166,
        cell: (each) => <Actions followUp={each} actions={actions} />,
      },
    ],
    [columns, actions],
  );
}

function LastInteraction({ followUp }: { followUp: FollowUp }) {
  const { followUps } = useTexts();
  const language = useLanguage();
  const today = useToday();
  const zones = useTimeZones();
  const { method, last_interaction_at: at, branch_id } = followUp;
  return (
    <>
      {method ? (
        <Method method={method} />
      ) : (
        <p className={`${cells.text} ${cells.faint}`}>{followUps.noInteraction}</p>
      )}
      {at && (
        <p className={`${cells.small} ${classes.lastDay}`}>
          {relativeDay(dayOf(Date.parse(at), zones(branch_id)), today(branch_id), language)}
        </p>
      )}
    </>
  );
}

/** Where, for whoever looks at several branches at once. */
function BranchName({ id }: { id: string }) {
  const { branches } = useUser();
  const one = useBranch();
  if (one) return null;
  return (
    <p className={`${cells.small} ${cells.cut} ${classes.branch}`}>
      {branches.find((branch) => branch.id === id)?.name}
    </p>
  );
}

function Notes({ followUp }: { followUp: FollowUp }) {
  const notes = followUp.notes || followUp.last_interaction_notes;
  if (!notes) return null;
  return (
    <p className={cells.clamped} data-tip={notes}>
      {notes}
    </p>
  );
}

function Actions({ followUp, actions }: { followUp: FollowUp; actions: FollowUpActions }) {
  const { followUps } = useTexts();
  return (
    <div className={cells.line}>
      <IconButton
        look="green"
        tip={`${followUps.completeLong} (C)`}
        aria-label={followUps.completeOf(nameOf(followUp))}
        onClick={() => actions.complete(followUp)}
      >
        <IconCheck size={18} aria-hidden />
      </IconButton>
      <IconButton
        tip={`${followUps.addInteraction} (I)`}
        aria-label={followUps.addInteractionWith(nameOf(followUp))}
        onClick={() => openInteraction(followUp.client, followUp.id)}
      >
        <IconPhonePlus size={18} stroke={1.8} aria-hidden />
      </IconButton>
      <IconButton
        tip={`${followUps.seeClient} (V)`}
        aria-label={followUps.seeClientOf(nameOf(followUp))}
        onClick={() => openClient(followUp.client.id)}
      >
        <IconUser size={18} stroke={1.8} aria-hidden />
      </IconButton>
      <MoreMenu followUp={followUp} actions={actions} />
    </div>
  );
}
