import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './Warning.module.css';

interface Props {
  icon?: ReactNode;
  title?: string;
  /** `alert` is read out at once: for what came up just now. */
  role?: 'alert' | 'status' | 'note';
  /** For what cannot be undone. */
  isGrave?: boolean;
  children: ReactNode;
}

/** Something to know before going on. */
export function Warning({
  icon = <IconAlertTriangle size={18} />,
  title,
  role = 'note',
  isGrave,
  children,
}: Props) {
  return (
    <Alert
      classNames={{ root: classes.warning, icon: classes.icon, title: classes.title }}
      data-state={isGrave ? 'overdue' : 'today'}
      icon={icon}
      title={title}
      role={role}
    >
      {children}
    </Alert>
  );
}
