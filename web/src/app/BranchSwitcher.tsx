import { lazy, Suspense } from 'react';
import { useUser } from '~/api/session';
import { Brand } from './Brand';
import classes from './Frame.module.css';

const BranchMenu = lazy(() => import('./BranchMenu').then((module) => ({ default: module.BranchMenu })));

/** Says which branch is looked at; a button for those who work in several. */
export function BranchSwitcher() {
  const { branches } = useUser();
  const brand = (
    <div className={classes.brand}>
      <Brand />
    </div>
  );
  if (branches.length < 2) return brand;
  return (
    <Suspense fallback={brand}>
      <BranchMenu />
    </Suspense>
  );
}
