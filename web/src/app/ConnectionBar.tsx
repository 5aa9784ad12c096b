import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCloudOff, IconCloudUp, IconRefresh } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useConnected } from '~/api/connection';
import { useOutbox } from '~/api/outbox';
import { useLive } from '~/api/stream';
import { useTexts } from '~/i18n';
import classes from './ConnectionBar.module.css';
import { takeUpdate, useHasUpdate } from './worker';

const Outbox = lazy(() => import('./Outbox').then((module) => ({ default: module.Outbox })));

/** Says over every page what is not as always: no connection, what waits to be sent, a new version. */
export function ConnectionBar() {
  const [isOpen, open] = useState(false);
  return (
    <>
      <div role="status" className={classes.place}>
        <Message onOpen={() => open(true)} />
      </div>
      <Suspense>{isOpen && <Outbox onClose={() => open(false)} />}</Suspense>
    </>
  );
}

function Message({ onOpen }: { onOpen: () => void }) {
  const { offline } = useTexts();
  const isConnected = useConnected();
  const isLive = useLive();
  const hasUpdate = useHasUpdate();
  const outbox = useOutbox();
  const refused = outbox.filter(({ refusal }) => refusal).length;
  const waiting = outbox.length - refused;

  if (!isConnected)
    return (
      <Bar icon={<IconCloudOff size={18} aria-hidden />} title={offline.off} more={offline.offMore}>
        {outbox.length > 0 && <Act label={offline.waiting(outbox.length)} onClick={onOpen} />}
      </Bar>
    );
  if (refused > 0)
    return (
      <Bar tone="warning" icon={<IconAlertTriangle size={18} aria-hidden />} title={offline.refused(refused)}>
        <Act label={offline.review} onClick={onOpen} />
      </Bar>
    );
  if (waiting > 0)
    return (
      <Bar icon={<IconCloudUp size={18} aria-hidden />} title={offline.sending(waiting)}>
        <Act label={offline.see} onClick={onOpen} />
      </Bar>
    );
  if (hasUpdate)
    return (
      <Bar tone="good" icon={<IconRefresh size={18} aria-hidden />} title={offline.update}>
        <Act label={offline.updateNow} onClick={takeUpdate} />
      </Bar>
    );
  if (!isLive)
    return (
      <Bar
        icon={<IconRefresh size={18} aria-hidden />}
        title={offline.reconnecting}
        more={offline.reconnectingMore}
      />
    );
  return null;
}

interface BarProps {
  tone?: 'warning' | 'good';
  icon: ReactNode;
  title: string;
  more?: string;
  children?: ReactNode;
}

function Bar({ tone, icon, title, more, children }: BarProps) {
  return (
    <div className={classes.bar} data-tone={tone}>
      {icon}
      <span className={classes.words}>
        <span className={classes.title}>{title}</span> {more && <span className={classes.more}>{more}</span>}
      </span>
      {children}
    </div>
  );
}

const Act = ({ label, onClick }: { label: string; onClick: () => void }) => (
  <Button size="compact-sm" variant="default" onClick={onClick}>
    {label}
  </Button>
);
