import { lazy, Suspense } from 'react';
import { usePhone } from '~/ui/usePhone';
import classes from './Frame.module.css';

// After the first paint: menus need more than all that is seen before they open.
const AccountMenu = lazy(() => import('./AccountMenu').then((module) => ({ default: module.AccountMenu })));
const Bell = lazy(() => import('~/features/notifications/Bell').then((module) => ({ default: module.Bell })));

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
