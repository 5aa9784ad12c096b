import { ActionIcon, Popover, VisuallyHidden } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { Suspense, useState } from 'react';
import { useTexts } from '~/i18n';
import { lazily } from '~/ui/lazily';
import { usePhone } from '~/ui/usePhone';
import classes from './Bell.module.css';
import { useUnread } from './data';

const Notices = lazily(() => import('./Notices').then((module) => module.Notices));

/** What has happened that concerns the signed-in person, and how much of it they have not read. */
export function Bell() {
  const { bell } = useTexts();
  const phone = usePhone();
  const unread = useUnread();
  const [isOpen, open] = useState(false);
  const close = () => open(false);
  return (
    <Popover
      opened={isOpen}
      onChange={open}
      position={phone ? 'bottom-end' : 'right-end'}
      width="min(400px, calc(100vw - 24px))"
      shadow="md"
      // On a phone it covers most of the page, and what is half hidden cannot be touched well.
      withOverlay={phone}
      overlayProps={{ backgroundOpacity: 0.25 }}
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <ActionIcon className={classes.bell} size={40} onClick={() => open(!isOpen)}>
          <IconBell size={21} stroke={1.8} aria-hidden />
          <VisuallyHidden>{bell.title}</VisuallyHidden>
          {unread > 0 && (
            <span className={classes.count} aria-hidden>
              {unread > 99 ? '99+' : unread}
            </span>
          )}
          <VisuallyHidden role="status">{unread > 0 ? bell.unread(unread) : ''}</VisuallyHidden>
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={bell.title} p={0}>
        <Suspense>{isOpen && <Notices onClose={close} />}</Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
