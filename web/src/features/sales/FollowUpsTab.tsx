import { Button, Skeleton, Stack } from '@mantine/core';
import { IconCalendarPlus, IconCircleCheck, IconPlus, IconRotate2 } from '@tabler/icons-react';
import { useState } from 'react';
import { api, type FollowUp } from '~/api/client';
import { useTexts } from '~/i18n';
import { EmptyState } from '~/ui/EmptyState';
import { LoadFailed } from '~/ui/LoadFailed';
import { showDone } from '~/ui/notices';
import { renewSales, type Sale, show, useSaleFollowUps } from './data';
import { FollowUpStep } from './FollowUpStep';
import { PlanForm } from './PlanForm';
import { ResultForm } from './ResultForm';
import classes from './Sales.module.css';

type Work =
  | { kind: 'add'; notes?: string }
  | { kind: 'conclude' }
  | { kind: 'result' | 'edit'; followUp: FollowUp };

const isOpen = ({ state }: FollowUp) => state !== 'done' && state !== 'cancelled';

/** «Seguimientos»: the chain of follow-up, result and next one, the newest on top. */
export function FollowUpsTab({ sale }: { sale: Sale }) {
  const { sales, actions } = useTexts();
  const { list, followUps } = useSaleFollowUps(sale.id);
  const [work, begin] = useState<Work | null>(null);
  const stop = () => begin(null);
  const move = (notes: string) => begin({ kind: 'add', notes });
  const last = sale.last_follow_up;
  const others = followUps?.filter((each) => isOpen(each) && each.id !== last?.id).length ?? 0;
  const goesOn = !sale.concluded_at;

  const step = (followUp: FollowUp) => {
    // As it is now: it may have changed since its form was opened.
    if (work?.kind === 'edit' && work.followUp.id === followUp.id)
      return <PlanForm sale={sale} followUp={followUp} onClose={stop} />;
    return (
      <>
        <FollowUpStep
          followUp={followUp}
          {...(goesOn &&
            !work && {
              onResult: () => begin({ kind: 'result', followUp }),
              onEdit: () => begin({ kind: 'edit', followUp }),
            })}
        />
        {work?.kind === 'result' && work.followUp.id === followUp.id && (
          <ResultForm sale={sale} followUp={followUp} others={others} onClose={stop} onMove={move} />
        )}
      </>
    );
  };

  return (
    <>
      {work?.kind === 'add' && <PlanForm sale={sale} notes={work.notes} onClose={stop} />}
      {work?.kind === 'conclude' && <ResultForm sale={sale} others={others} onClose={stop} onMove={move} />}
      {list.error ? (
        <LoadFailed problem={list.error} onRetry={() => list.refetch()} />
      ) : !followUps ? (
        <Stack gap="md" aria-busy>
          <Skeleton h={86} radius="md" />
          <Skeleton h={86} radius="md" />
        </Stack>
      ) : followUps.length === 0 ? (
        !work && (
          <EmptyState
            icon={<IconCalendarPlus size={28} />}
            title={sales.noFollowUps}
            action={goesOn && <Button onClick={() => begin({ kind: 'add' })}>{sales.addFirst}</Button>}
          >
            {sales.noFollowUpsMore}
          </EmptyState>
        )
      ) : (
        <ol className={classes.chain}>
          {followUps.map((each) => (
            <li key={each.id} className={classes.step} data-state={each.state}>
              {step(each)}
            </li>
          ))}
        </ol>
      )}
      {list.hasNextPage && (
        <div className={classes.more}>
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
            {actions.more}
          </Button>
        </div>
      )}
      {!work && (
        <Foot
          sale={sale}
          onAdd={() => begin({ kind: 'add' })}
          onConclude={() => begin({ kind: 'conclude' })}
        />
      )}
    </>
  );
}

function Foot({ sale, onAdd, onConclude }: { sale: Sale; onAdd: () => void; onConclude: () => void }) {
  const { sales } = useTexts();
  const reopen = api.useMutation('post', '/api/v1/sales/{id}/reopen', {
    onSuccess: (reopened) => {
      show(reopened);
      showDone(sales.reopened);
    },
    onSettled: renewSales,
  });
  if (sale.concluded_at)
    return (
      <div className={classes.foot}>
        <Button
          variant="default"
          leftSection={<IconRotate2 size={17} aria-hidden />}
          loading={reopen.isPending}
          onClick={() => reopen.mutate({ params: { path: { id: sale.id } }, body: {} })}
        >
          {sales.reopen}
        </Button>
      </div>
    );
  return (
    <div className={classes.foot}>
      <Button variant="default" leftSection={<IconCircleCheck size={17} aria-hidden />} onClick={onConclude}>
        {sales.conclude}
      </Button>
      <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={onAdd}>
        {sales.addFollowUp}
      </Button>
    </div>
  );
}
