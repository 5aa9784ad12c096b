import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTexts } from '~/i18n';
import classes from './MoreOnScroll.module.css';

interface Props {
  hasMore: boolean;
  busy: boolean;
  onMore: () => void;
}

const EARLY = '900px'; // about a screen before the end is seen

/** The rest of a list: asked for before its end comes into sight, and by a button for whoever does not scroll. */
export function MoreOnScroll({ hasMore, busy, onMore }: Props) {
  const { actions } = useTexts();
  const end = useRef<HTMLDivElement>(null);
  const more = useRef(onMore);
  more.current = onMore;
  useEffect(() => {
    if (!hasMore || busy || !end.current) return;
    const observer = new IntersectionObserver(
      ([seen]) => {
        if (seen?.isIntersecting) more.current();
      },
      { rootMargin: EARLY },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [hasMore, busy]);
  if (!hasMore) return null;
  return (
    <div ref={end} className={classes.more}>
      <Button variant="default" loading={busy} onClick={onMore}>
        {actions.more}
      </Button>
    </div>
  );
}
