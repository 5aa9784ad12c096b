import { Skeleton, Text } from '@mantine/core';
import { api } from '~/api/client';
import { useBranchFilter } from '~/branch';
import { useTexts } from '~/i18n';
import { grouped } from '~/i18n/count';
import { LoadFailed } from '~/ui/LoadFailed';
import { MoreOnScroll } from '~/ui/MoreOnScroll';
import { useTaskActions } from './actions';
import classes from './Board.module.css';
import type { queryOf, Step } from './filters';
import { TaskCard } from './TaskCard';

const LOADING = ['a', 'b', 'c'];
const NOTHING = { waiting: 'noWaiting', attended: 'noAttended', closed: 'noClosed' } as const;

interface Props {
  step: Step;
  query: NonNullable<ReturnType<typeof queryOf>>;
}

/** The tasks that have come so far, page by page as one scrolls. */
export function BoardColumn({ step, query }: Props) {
  const { tasks } = useTexts();
  const branch = useBranchFilter();
  const actions = useTaskActions();
  const list = api.useInfiniteQuery(
    'get',
    '/api/v1/tasks',
    { params: { query: { ...branch, ...query, include: 'total' as const } } },
    {
      initialPageParam: null,
      getNextPageParam: (last) => last.next_cursor,
      placeholderData: (before) => before,
    },
  );
  const rows = list.data?.pages.flatMap((page) => page.items);
  const total = list.data?.pages[0]?.total;
  return (
    <section className={classes.column} aria-labelledby={`column-${step}`} data-step={step}>
      <h2 id={`column-${step}`} className={classes.title}>
        {tasks.board[step]} <span className={classes.number}>{total !== undefined && grouped(total)}</span>
      </h2>
      {list.error ? (
        <LoadFailed problem={list.error} onRetry={() => list.refetch()} />
      ) : (
        <ul className={classes.list} aria-busy={!rows}>
          {rows?.map((task) => <TaskCard key={task.id} task={task} actions={actions} />) ??
            LOADING.map((each) => (
              <li key={each}>
                <Skeleton h={112} radius="lg" />
              </li>
            ))}
        </ul>
      )}
      {rows?.length === 0 && <Text className={classes.nothing}>{tasks.board[NOTHING[step]]}</Text>}
      <MoreOnScroll
        hasMore={list.hasNextPage}
        busy={list.isFetchingNextPage}
        onMore={() => list.fetchNextPage()}
      />
    </section>
  );
}
