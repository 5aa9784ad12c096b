import { Alert, Button, Group, Text } from '@mantine/core';
import { IconArrowLeft, IconChecks, IconPrinter } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { FollowUp } from '~/api/client';
import { useUser } from '~/api/session';
import { useBranch, useToday } from '~/branch';
import { longDay } from '~/dates';
import { useLanguage, useTexts } from '~/i18n';
import { EmptyState } from '~/ui/EmptyState';
import { LinkButton } from '~/ui/LinkButton';
import { LoadFailed } from '~/ui/LoadFailed';
import { PageHeader } from '~/ui/PageHeader';
import { readablePhone } from '~/ui/phone';
import { SheetLoading } from '~/ui/SheetLoading';
import { nameOf } from '../actions';
import { useFollowUps } from '../data';
import { useWhen } from '../When';
import classes from './CallSheet.module.css';

const MOST = 500; // follow-ups: some forty pages

/** The filtered list on paper, to call from and write on. */
export function CallSheetPage() {
  const { callSheet, frame } = useTexts();
  const language = useLanguage();
  const user = useUser();
  const branch = useBranch();
  const today = useToday()();
  const filters = useSearch({ from: '/call-sheet' });
  const { list, rows } = useFollowUps(filters);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const wantsMore = hasNextPage && (rows?.length ?? 0) < MOST;

  useEffect(() => {
    if (wantsMore && !isFetchingNextPage) fetchNextPage();
  }, [wantsMore, isFetchingNextPage, fetchNextPage]);

  return (
    <>
      <PageHeader
        title={callSheet.title}
        lead={[longDay(today, language), branch?.name ?? frame.allBranches, user.name].join(' · ')}
      >
        <Group gap={8} className={classes.tools}>
          <LinkButton
            to="/follow-ups"
            search={filters}
            variant="default"
            leftSection={<IconArrowLeft size={17} aria-hidden />}
          >
            {callSheet.back}
          </LinkButton>
          <Button
            leftSection={<IconPrinter size={17} aria-hidden />}
            disabled={!rows?.length || wantsMore}
            onClick={() => window.print()}
          >
            {callSheet.print}
          </Button>
        </Group>
      </PageHeader>
      {list.error ? (
        <LoadFailed problem={list.error} onRetry={() => list.refetch()} />
      ) : !rows ? (
        <SheetLoading height={420} />
      ) : rows.length === 0 ? (
        <EmptyState icon={<IconChecks size={30} />} title={callSheet.empty}>
          {callSheet.emptyMore}
        </EmptyState>
      ) : (
        <>
          {hasNextPage && !wantsMore && (
            <Alert color="yellow" mb="md">
              {callSheet.cut(MOST)}
            </Alert>
          )}
          <Sheet rows={rows} />
        </>
      )}
    </>
  );
}

function Sheet({ rows }: { rows: FollowUp[] }) {
  const { callSheet, people, states } = useTexts();
  const when = useWhen();
  return (
    <div className={classes.paper}>
      <table className={classes.sheet}>
        <caption className={classes.caption}>{callSheet.title}</caption>
        <thead>
          <tr>
            {callSheet.columns.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((each) => (
            <tr key={each.id}>
              <td>
                <span className={classes.box} aria-hidden />
              </td>
              <td>
                <b>{nameOf(each)}</b>
                <br />
                <span className={classes.phone}>
                  {each.client.phone ? readablePhone(each.client.phone) : people.noPhone}
                </span>
              </td>
              <td>
                {when(each)}
                <Text span display="block" fz={12} c="var(--ink-2)">
                  {states[each.state]} · {each.assigned_to?.name ?? people.nobody}
                </Text>
              </td>
              <td className={classes.notes}>{each.notes || each.last_interaction_notes}</td>
              <td className={classes.blank} />
              <td className={classes.blank} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
