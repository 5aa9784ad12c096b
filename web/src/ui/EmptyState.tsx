import { EmptyState as Empty } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './EmptyState.module.css';

interface Props {
  icon: ReactNode;
  title: string;
  children: ReactNode;
  action?: ReactNode;
}

/** What stands where nothing is: why, and what to do about it. */
export function EmptyState({ icon, title, children, action }: Props) {
  return (
    <Empty
      className={classes.empty}
      icon={icon}
      variant="light"
      title={title}
      description={children}
      role="status"
    >
      {action && <Empty.Actions mt="sm">{action}</Empty.Actions>}
    </Empty>
  );
}
