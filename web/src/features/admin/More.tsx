import { Button } from '@mantine/core';
import { useState } from 'react';
import classes from './Admin.module.css';
import { useTexts } from './texts';

const STEP = 100;

/** The beginning of a long list: drawing all of it at once takes long. */
export function useMore<T>(rows?: T[]) {
  const [shown, show] = useState(STEP);
  return {
    some: rows?.slice(0, shown),
    left: Math.max(0, (rows?.length ?? 0) - shown),
    more: () => show(shown + STEP),
  };
}

export function More({ left, onMore }: { left: number; onMore: () => void }) {
  const { actions } = useTexts();
  if (left === 0) return null;
  return (
    <div className={classes.more}>
      <Button variant="default" onClick={onMore}>
        {actions.more}
      </Button>
    </div>
  );
}
