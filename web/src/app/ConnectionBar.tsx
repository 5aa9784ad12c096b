import { Button } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCloudOff,
  IconCloudUp,
  IconPlugConnectedX,
  IconRefresh,
} from '@tabler/icons-react';
import { type ReactNode, Suspense, useState } from 'react';
import { useConnected } from '~/api/connection';
import { useOutbox } from '~/api/outbox';
import { useLive } from '~/api/stream';
import { useTexts } from '~/i18n';
import { lazily } from '~/ui/lazily';
import { fetchMissing, MissingAside, useIsMissing } from '~/ui/missing';
import classes from './ConnectionBar.module.css';
import { takeUpdate, useHasUpdate } from './worker';

const Outbox = lazily(() => import('./Outbox').then((module) => module.Outbox), MissingAside);

/** Says over every page what is not as always: no connection, what waits to be sent, a new version, a part that is missing. */
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
  const { offline, actions } = useTexts();
  const isConnected = useConnected();
  const isLive = useLive();
  const hasUpdate = useHasUpdate();
  const isMissing = useIsMissing();
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
  if (isMissing)
    return (
      <Bar icon={<IconPlugConnectedX size={18} aria-hidden />} title={offline.partMissing}>
        <Act label={actions.retry} onClick={fetchMissing} />
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
