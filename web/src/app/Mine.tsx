import { Suspense } from 'react';
import { lazily } from '~/ui/lazily';
import { MissingAside } from '~/ui/missing';
import { usePhone } from '~/ui/usePhone';
import classes from './Frame.module.css';

// After the first paint: menus need more than all that is seen before they open.
const AccountMenu = lazily(() => import('./AccountMenu').then((module) => module.AccountMenu), MissingAside);
const Bell = lazily(
  () => import('~/features/notifications/Bell').then((module) => module.Bell),
  MissingAside,
);

/** What is the signed-in person's own: the bell and the account. */
export function Mine({ onHelp }: { onHelp: () => void }) {
  const phone = usePhone();
  return (
    <Suspense fallback={<div className={classes.userPlace} />}>
      {phone && <Bell />}
      <AccountMenu onHelp={onHelp} />
      {!phone && <Bell />}
    </Suspense>
  );
}
