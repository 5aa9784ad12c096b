import { lazy, Suspense } from 'react';
import classes from './Frame.module.css';

// After the first paint: a menu needs more than all that is seen before it opens.
const AccountMenu = lazy(() => import('./AccountMenu').then((module) => ({ default: module.AccountMenu })));

export function Account({ onHelp }: { onHelp: () => void }) {
  return (
    <Suspense fallback={<div className={classes.userPlace} />}>
      <AccountMenu onHelp={onHelp} />
    </Suspense>
  );
}
