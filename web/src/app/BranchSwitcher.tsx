import { Suspense } from 'react';
import { useUser } from '~/api/session';
import { type FailedProps, lazily } from '~/ui/lazily';
import { MissingAside } from '~/ui/missing';
import { Brand } from './Brand';
import classes from './Frame.module.css';

const BranchMenu = lazily(() => import('./BranchMenu').then((module) => module.BranchMenu), Missing);

/** Says which branch is looked at; a button for those who work in several. */
export function BranchSwitcher() {
  const { branches } = useUser();
  if (branches.length < 2) return <PlainBrand />;
  return (
    <Suspense fallback={<PlainBrand />}>
      <BranchMenu />
    </Suspense>
  );
}

const PlainBrand = () => (
  <div className={classes.brand}>
    <Brand />
  </div>
);

function Missing({ onRetry }: FailedProps) {
  return (
    <>
      <PlainBrand />
      <MissingAside onRetry={onRetry} />
    </>
  );
}
