import { Menu } from '@mantine/core';
import { IconCalendarTime, IconNotes, IconPhoneCall, IconPhoneOff, IconTrash } from '@tabler/icons-react';
import type { FollowUp } from '~/api/client';
import { useTexts } from '~/i18n';
import { RowMenu } from '~/ui/RowMenu';
import { type FollowUpActions, nameOf } from './actions';
import { isClaimed } from './Calling';
import { openDialog } from './dialog';

interface Props {
  followUp: FollowUp;
  actions: FollowUpActions;
  size?: 42;
  look?: 'framed';
}

export function MoreMenu({ followUp, actions, size, look }: Props) {
  const { followUps } = useTexts();
  return (
    <RowMenu
      label={followUps.moreWith(nameOf(followUp))}
      width={250}
      size={size}
      look={look}
      items={() => <Items followUp={followUp} actions={actions} />}
    />
  );
}

function Items({ followUp, actions }: Pick<Props, 'followUp' | 'actions'>) {
  const { followUps } = useTexts();
  const mine = isClaimed(followUp) && actions.isMine(followUp);
  return (
    <>
      <Menu.Item
        leftSection={<IconNotes size={16} aria-hidden />}
        onClick={() => openDialog({ kind: 'result', followUp })}
      >
        {followUps.completeWithResult}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconCalendarTime size={16} aria-hidden />}
        onClick={() => openDialog({ kind: 'edit', followUp })}
      >
        {followUps.change}
      </Menu.Item>
      {mine ? (
        <Menu.Item
          leftSection={<IconPhoneOff size={16} aria-hidden />}
          onClick={() => actions.release(followUp)}
        >
          {followUps.release}
        </Menu.Item>
      ) : (
        <Menu.Item
          leftSection={<IconPhoneCall size={16} aria-hidden />}
          onClick={() => actions.claim(followUp)}
        >
          {followUps.claim}
        </Menu.Item>
      )}
      <Menu.Divider />
      <Menu.Item
        c="var(--mantine-color-error)"
        leftSection={<IconTrash size={16} aria-hidden />}
        onClick={() => actions.cancel(followUp)}
      >
        {followUps.cancel}
      </Menu.Item>
    </>
  );
}
