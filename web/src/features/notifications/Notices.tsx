import { Button, Group, Skeleton, Text, Title } from '@mantine/core';
import {
  IconAlertTriangle,
  IconBell,
  IconBellCheck,
  IconChecklist,
  IconClock,
  IconSun,
  IconUserExclamation,
} from '@tabler/icons-react';
import { useTimeZones, useToday } from '~/branch';
import { dayOf, relativeDay, timeOfDay } from '~/dates';
import { useLanguage, useTexts } from '~/i18n';
import { LoadFailed } from '~/ui/LoadFailed';
import { withReadablePhones } from '~/ui/phone';
import { useOpening } from './about';
import classes from './Bell.module.css';
import { type Notice, useNotices, useReading, useUnread } from './data';

const SIGNS: Record<string, { Icon: typeof IconBell; state?: string }> = {
  'follow-up-overdue': { Icon: IconAlertTriangle, state: 'overdue' },
  'follow-up-still-overdue': { Icon: IconAlertTriangle, state: 'overdue' },
  'follow-up-reminder': { Icon: IconClock, state: 'today' },
  'task-overdue': { Icon: IconAlertTriangle, state: 'overdue' },
  'task-reminder': { Icon: IconClock, state: 'today' },
  'task-assigned': { Icon: IconChecklist },
  'task-unclaimed': { Icon: IconUserExclamation, state: 'overdue' },
  digest: { Icon: IconSun, state: 'today' },
};
const LOADING = ['a', 'b', 'c'];

/** The notices, newest first. */
export function Notices({ onClose }: { onClose: () => void }) {
  const { bell, actions } = useTexts();
  const { list, rows } = useNotices();
  const { read, readAll } = useReading();
  const openIt = useOpening();
  const unread = useUnread();
  return (
    <>
      <Group justify="space-between" wrap="nowrap" className={classes.head}>
        <Title order={2} fz={15.5}>
          {bell.title}
        </Title>
        {unread > 0 && (
          <Button size="compact-sm" variant="subtle" onClick={readAll}>
            {bell.readAll}
          </Button>
        )}
      </Group>
      {list.error ? (
        <LoadFailed problem={list.error} onRetry={() => list.refetch()} />
      ) : rows?.length === 0 ? (
        <div className={classes.nothing} role="status">
          <IconBellCheck size={28} color="var(--ink-3)" aria-hidden />
          <Text fz={14.5} fw={600} mt={8}>
            {bell.empty}
          </Text>
          <Text fz={13.5} c="var(--ink-2)" mt={2}>
            {bell.emptyMore}
          </Text>
        </div>
      ) : (
        <ul className={classes.list} aria-busy={!rows}>
          {rows?.map((notice) => (
            <li key={notice.id}>
              <Item
                notice={notice}
                onOpen={() => {
                  read(notice);
                  onClose();
                  openIt(notice);
                }}
              />
            </li>
          )) ??
            LOADING.map((each) => (
              <li key={each} className={classes.loading}>
                <Skeleton h={14} w="70%" />
                <Skeleton h={12} mt={8} w="90%" />
              </li>
            ))}
          {list.hasNextPage && (
            <li className={classes.more}>
              <Button
                variant="subtle"
                size="compact-sm"
                loading={list.isFetchingNextPage}
                onClick={() => list.fetchNextPage()}
              >
                {actions.more}
              </Button>
            </li>
          )}
        </ul>
      )}
    </>
  );
}

function Item({ notice, onOpen }: { notice: Notice; onOpen: () => void }) {
  const { bell } = useTexts();
  const { Icon, state } = SIGNS[notice.kind] ?? { Icon: IconBell };
  const isNew = !notice.read_at;
  return (
    <button type="button" className={classes.item} data-new={isNew || undefined} onClick={onOpen}>
      <span className={classes.icon} data-state={state ?? 'upcoming'}>
        <Icon size={17} aria-hidden />
      </span>
      <span className={classes.what}>
        <span className={classes.title}>{notice.title}</span>
        <span className={classes.body}>{withReadablePhones(notice.body)}</span>
        <span className={classes.when}>
          <When notice={notice} />
        </span>
      </span>
      {isNew && (
        <span className={classes.dot}>
          <span className={classes.hidden}>{bell.new}</span>
        </span>
      )}
    </button>
  );
}

function When({ notice }: { notice: Notice }) {
  const language = useLanguage();
  const zone = useTimeZones()();
  const today = useToday()();
  const day = dayOf(Date.parse(notice.created_at), zone);
  return `${relativeDay(day, today, language)}, ${timeOfDay(notice.created_at, zone, language)}`;
}
