import { Button, Kbd, UnstyledButton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Outlet, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useSession } from '~/api/session';
import { follow } from '~/api/stream';
import { openInteraction } from '~/features/interactions/open';
import { Bell } from '~/features/notifications/Bell';
import { useTexts } from '~/i18n';
import { useShortcuts } from '~/ui/shortcuts';
import { usePhone } from '~/ui/usePhone';
import { AccountMenu } from './AccountMenu';
import { BranchSwitcher } from './BranchSwitcher';
import classes from './Frame.module.css';
import { Overlays } from './Overlays';
import { SectionLink } from './SectionLink';
import { useSections } from './sections';

const ShortcutsHelp = lazy(() =>
  import('./ShortcutsHelp').then((module) => ({ default: module.ShortcutsHelp })),
);

/** What stands around every page. */
export function Frame() {
  const texts = useTexts();
  const phone = usePhone();
  const go = useNavigate();
  const { status } = useSession();
  const sections = useSections();
  const [helpIsOpen, openHelp] = useState(false);

  useEffect(() => (status === 'in' ? follow() : undefined), [status]);
  useShortcuts({
    n: () => openInteraction(),
    '?': () => openHelp(true),
    ...Object.fromEntries(sections.map(({ keys, to }) => [keys, () => go({ to })])),
  });

  return (
    <div className={classes.frame}>
      <a href="#content" className={classes.skip}>
        {texts.frame.skip}
      </a>
      {!phone && (
        <nav aria-label={texts.frame.sections} className={classes.side}>
          <BranchSwitcher />
          <div className={classes.nav}>
            {sections.map((section) => (
              <SectionLink key={section.to} section={section} />
            ))}
          </div>
          <div className={classes.foot}>
            <Button
              leftSection={<IconPlus size={17} aria-hidden />}
              rightSection={
                <Kbd size="xs" className={classes.key} aria-hidden>
                  N
                </Kbd>
              }
              onClick={() => openInteraction()}
              fullWidth
            >
              {texts.frame.newInteraction}
            </Button>
            <div className={classes.mine}>
              <AccountMenu onHelp={() => openHelp(true)} />
              <Bell />
            </div>
          </div>
        </nav>
      )}
      <main id="content" tabIndex={-1} className={classes.content}>
        {phone && (
          <div className={classes.account}>
            <Bell />
            <AccountMenu onHelp={() => openHelp(true)} />
          </div>
        )}
        <Outlet />
      </main>
      {phone && (
        <nav aria-label={texts.frame.sections} className={classes.bar}>
          {sections.slice(0, 2).map((section) => (
            <SectionLink key={section.to} section={section} />
          ))}
          <UnstyledButton
            className={classes.add}
            aria-label={texts.frame.newInteraction}
            onClick={() => openInteraction()}
          >
            <IconPlus size={26} aria-hidden />
          </UnstyledButton>
          {sections.slice(2, 4).map((section) => (
            <SectionLink key={section.to} section={section} />
          ))}
        </nav>
      )}
      <Overlays />
      <Suspense>{helpIsOpen && <ShortcutsHelp onClose={() => openHelp(false)} />}</Suspense>
    </div>
  );
}
