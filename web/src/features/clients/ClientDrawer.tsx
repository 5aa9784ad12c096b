import { ActionIcon, CloseButton, Drawer, Group, Tooltip } from '@mantine/core';
import { IconMaximize } from '@tabler/icons-react';
import { Link, useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTexts } from '~/i18n';
import { useStore } from '~/store';
import { useOpened } from '~/ui/useOpened';
import { usePhone } from '~/ui/usePhone';
import { closeProfile, openClient, openProfile } from './opened';
import classes from './Profile.module.css';
import { ProfileOf } from './ProfileOf';

const WIDTH = 664;

/** The profile that was opened over a page: beside it on a desktop; a phone goes to the profile's own page. */
export function ClientDrawer() {
  const current = useStore(openProfile);
  const [isOpen, id] = useOpened(current);
  const phone = usePhone();
  const go = useNavigate();
  const { profile } = useTexts();
  const content = useRef<HTMLDivElement>(null);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const before = useRef(path);

  useEffect(() => {
    if (!current || !phone) return;
    closeProfile();
    go({ to: '/clients/$id', params: { id: current } });
  }, [current, phone, go]);
  useEffect(() => {
    // Whoever goes to another page leaves the profile as well.
    if (before.current !== path) closeProfile();
    before.current = path;
  }, [path]);
  useEscape(content, isOpen, closeProfile);

  return (
    // Mantine would close it together with a dialog over it.
    <Drawer.Root
      opened={isOpen && !phone}
      onClose={closeProfile}
      position="right"
      size={WIDTH}
      closeOnEscape={false}
    >
      <Drawer.Overlay backgroundOpacity={0.25} />
      <Drawer.Content ref={content} aria-label={profile.title}>
        {/* Not in a Drawer.Header: there may be a dialog over it, and a page has one banner. */}
        <Drawer.Body className={classes.drawer}>{id && <Beside id={id} />}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

function Beside({ id }: { id: string }) {
  const { profile, actions } = useTexts();
  return (
    <>
      <Group gap={4} className={classes.drawerTools}>
        <Tooltip label={profile.openPage}>
          <ActionIcon
            aria-label={profile.openPage}
            renderRoot={(root) => <Link {...root} to="/clients/$id" params={{ id }} />}
          >
            <IconMaximize size={18} stroke={1.8} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <CloseButton
          size={34}
          iconSize={19}
          aria-label={actions.close}
          onClick={closeProfile}
          data-autofocus
        />
      </Group>
      <ProfileOf key={id} id={id} onMoved={openClient} isBeside />
    </>
  );
}

function useEscape(content: React.RefObject<HTMLElement | null>, isOpen: boolean, close: () => void): void {
  useEffect(() => {
    if (!isOpen) return;
    function pressed(event: KeyboardEvent) {
      const isForAnother = (event.target as Element).closest('[data-mantine-stop-propagation="true"]');
      const top = [...document.querySelectorAll('[role="dialog"]')].at(-1);
      if (event.key === 'Escape' && !isForAnother && (top === content.current || !top)) close();
    }
    // Before anybody else hears of it: what is open inside is open still.
    window.addEventListener('keydown', pressed, { capture: true });
    return () => window.removeEventListener('keydown', pressed, { capture: true });
  }, [content, isOpen, close]);
}
