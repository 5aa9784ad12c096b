import { Button, Group, Skeleton, Text } from '@mantine/core';
import { IconCheck, IconUserOff } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { api, outdate } from '~/api/client';
import { may, useUser } from '~/api/session';
import { EmptyState } from '~/ui/EmptyState';
import { FormAlert } from '~/ui/FormAlert';
import { LoadFailed } from '~/ui/LoadFailed';
import { namesFields, wrongIn } from '~/ui/wrong';
import type { User } from '../data';
import { openDialog } from '../dialog';
import { useTexts } from '../texts';
import { Counts } from './Counts';
import classes from './HandOver.module.css';
import { total, type Work } from './work';

const ASKED_EVERY = 1_000; // ms, while the work is on its way
const SLOW = 30_000; // ms

interface Props {
  from: User;
  to: User;
  onAgain: () => void;
}

/** What would go, that it goes, and how much is still to come. */
export function Transfer({ from, to, onAgain }: Props) {
  const { handOver } = useTexts();
  const [before, setBefore] = useState<Work>();
  const path = { id: from.id };
  const preview = api.useQuery(
    'post',
    '/api/v1/users/{id}/hand-over',
    { params: { path }, body: { to_id: to.id, preview: true } },
    {
      refetchInterval: (query) => before && total(query.state.data as Work) > 0 && ASKED_EVERY,
      staleTime: 0,
    },
  );
  const apply = api.useMutation('post', '/api/v1/users/{id}/hand-over', {
    meta: { quiet: true },
    onSuccess: () => {
      setBefore(left);
      preview.refetch();
    },
  });
  // With `preview` it is the counts that are answered.
  const left = preview.data as Work | undefined;
  const isDone = before && left && total(left) === 0;
  useEffect(() => {
    if (isDone) outdate('follow-ups', 'tasks', 'sales', 'agenda', 'board', 'panel', 'audit', 'reports');
  }, [isDone]);

  if (preview.error && !before) {
    const { error } = preview;
    return namesFields(error) ? (
      <FormAlert problem={{ ...error, detail: wrongIn(error)('to_id') ?? error.detail, errors: undefined }} />
    ) : (
      <LoadFailed problem={error} onRetry={preview.refetch} />
    );
  }
  if (!left) return <Skeleton h={150} radius="lg" />;
  if (isDone) return <Done from={from} to={to} work={before} onAgain={onAgain} />;
  if (before) return <Moving before={before} left={left} />;
  if (total(left) === 0)
    return (
      <EmptyState icon={<IconCheck size={28} />} title={handOver.nothing(from.name)}>
        {handOver.nothingMore}
      </EmptyState>
    );
  return (
    <>
      <Text fz={14} fw={600} mb={10}>
        {handOver.moves(to.name)}
      </Text>
      <Counts work={left} />
      <FormAlert problem={apply.error} />
      <Group justify="space-between" mt={16} gap="sm">
        <Text fz={13} c="var(--ink-3)" flex={1} miw={220}>
          {handOver.later}
        </Text>
        <Button
          className={classes.apply}
          loading={apply.isPending}
          onClick={() => apply.mutate({ params: { path }, body: { to_id: to.id, preview: false } })}
        >
          {handOver.apply(total(left), to.name)}
        </Button>
      </Group>
    </>
  );
}

function Moving({ before, left }: { before: Work; left: Work }) {
  const { handOver } = useTexts();
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW);
    return () => clearTimeout(timer);
  }, []);
  const whole = total(before);
  const moved = whole - total(left);
  return (
    <div role="status">
      <Text fz={14} fw={600} mb={10}>
        {handOver.moving(total(left))}
      </Text>
      <div
        className={classes.bar}
        role="progressbar"
        aria-label={handOver.progress}
        aria-valuemin={0}
        aria-valuemax={whole}
        aria-valuenow={moved}
      >
        <span style={{ width: `${(100 * moved) / whole}%` }} />
      </div>
      {isSlow && (
        <Text fz={13} c="var(--ink-3)" mt={10}>
          {handOver.slow}
        </Text>
      )}
    </div>
  );
}

function Done({ from, to, work, onAgain }: Props & { work: Work }) {
  const { handOver } = useTexts();
  const me = useUser();
  const leaves = from.active && from.id !== me.id && may(me, 'admin');
  return (
    <EmptyState
      icon={<IconCheck size={28} />}
      title={handOver.done(from.name, to.name)}
      action={
        <Group gap={8} justify="center">
          {leaves && (
            <Button
              variant="default"
              leftSection={<IconUserOff size={17} aria-hidden />}
              onClick={() => openDialog({ kind: 'deactivate', user: from })}
            >
              {handOver.deactivate(from.name)}
            </Button>
          )}
          <Button variant="light" onClick={onAgain}>
            {handOver.again}
          </Button>
        </Group>
      }
    >
      {handOver.doneMore(total(work))}
    </EmptyState>
  );
}
