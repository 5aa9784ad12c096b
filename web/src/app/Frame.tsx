import { Outlet, useNavigate } from '@tanstack/react-router';
import { Suspense, useEffect, useState } from 'react';
import { useSession } from '~/api/session';
import { follow } from '~/api/stream';
import { openInteraction } from '~/features/interactions/open';
import { useTexts } from '~/i18n';
import { usePack } from '~/packs';
import { useStore } from '~/store';
import { lazily } from '~/ui/lazily';
import { MissingAside } from '~/ui/missing';
import { useShortcuts } from '~/ui/shortcuts';
import { usePhone } from '~/ui/usePhone';
import { ConnectionBar } from './ConnectionBar';
import classes from './Frame.module.css';
import { Mine } from './Mine';
import { Overlays } from './Overlays';
import { PhoneBar } from './PhoneBar';
import { isPaletteKey, openPalette, palette } from './palette';
import { SideBar } from './SideBar';
import { useSections } from './sections';

const Palette = lazily(() => import('./Palette').then((module) => module.Palette), MissingAside);
const ShortcutsHelp = lazily(
  () => import('./ShortcutsHelp').then((module) => module.ShortcutsHelp),
  MissingAside,
);

/** What stands around every page. */
export function Frame() {
  const { frame } = useTexts();
  const phone = usePhone();
  const { status } = useSession();
  const [helpIsOpen, openHelp] = useState(false);
  const showHelp = () => openHelp(true);

  useEffect(() => (status === 'in' ? follow() : undefined), [status]);
  useKeys(showHelp);
  // So that forms have it when there is no connection.
  usePack();

  return (
    <div className={classes.frame}>
      <a href="#content" className={classes.skip}>
        {frame.skip}
      </a>
      {!phone && <SideBar onHelp={showHelp} />}
      <div className={classes.column}>
        <ConnectionBar />
        <main id="content" tabIndex={-1} className={classes.content}>
          {phone && (
            <div className={classes.account}>
              <Mine onHelp={showHelp} />
            </div>
          )}
          <Outlet />
        </main>
      </div>
      {phone && <PhoneBar />}
      <Overlays />
      <Suspense>{useStore(palette) && <Palette />}</Suspense>
      <Suspense>{helpIsOpen && <ShortcutsHelp onClose={() => openHelp(false)} />}</Suspense>
    </div>
  );
}

function useKeys(onHelp: () => void): void {
  const go = useNavigate();
  const sections = useSections();
  useShortcuts({
    n: () => openInteraction(),
    '?': onHelp,
    ...Object.fromEntries(sections.map(({ keys, to }) => [keys, () => go({ to })])),
  });
  useEffect(() => {
    function pressed(event: KeyboardEvent) {
      if (!isPaletteKey(event)) return;
      event.preventDefault();
      openPalette();
    }
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, []);
}
