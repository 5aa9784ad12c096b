import { Group } from '@mantine/core';
import { IconChecks, IconPrinter } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { FollowUp } from '~/api/client';
import { openClient } from '~/features/clients/open';
import { openInteraction } from '~/features/interactions/open';
import { useTexts } from '~/i18n';
import { EmptyState } from '~/ui/EmptyState';
import { KeyHint } from '~/ui/KeyHint';
import { LinkButton } from '~/ui/LinkButton';
import { ListPage } from '~/ui/ListPage';
import { NothingFound } from '~/ui/NothingFound';
import { PagedList } from '~/ui/PagedList';
import { SavedViews } from '~/ui/SavedViews';
import { usePhone } from '~/ui/usePhone';
import { useFollowUpActions } from './actions';
import { AttendButton } from './attend/AttendButton';
import { useColumns } from './columns';
import { useFollowUps } from './data';
import { openDialog } from './dialog';
import { Filters } from './Filters';
import { FollowUpCard } from './FollowUpCard';
import type { FollowUpFilters } from './filters';
import { StateFilter } from './StateFilter';

export function FollowUpsPage() {
  const { followUps } = useTexts();
  const filters = useSearch({ from: '/follow-ups' });
  const go = useNavigate({ from: '/follow-ups' });
  const phone = usePhone();
  const found = useFollowUps(filters);
  const { counts } = found;
  const narrow = (changed: FollowUpFilters) =>
    go({ search: (before) => ({ ...before, ...changed }), replace: true });
  const open = (search: FollowUpFilters) => go({ search, replace: true });

  const lead = counts?.overdue
    ? followUps.startWithOverdue(counts.overdue)
    : counts?.today
      ? followUps.startWithToday(counts.today)
      : followUps.lead;

  return (
    <ListPage
      title={followUps.title}
      lead={lead}
      actions={
        <Group gap={8}>
          {!phone && (
            <LinkButton
              to="/call-sheet"
              search={filters}
              variant="default"
              leftSection={<IconPrinter size={17} aria-hidden />}
            >
              {followUps.sheet}
            </LinkButton>
          )}
          <AttendButton filters={filters} />
        </Group>
      }
      chips={<StateFilter filters={filters} counts={counts} onChange={narrow} />}
      search={{
        label: followUps.search,
        hint: followUps.searchHint,
        q: filters.q,
        onChange: (q) => narrow({ q }),
      }}
      tools={
        <>
          <SavedViews list="follow-ups" search={filters} onOpen={open} />
          <Filters filters={filters} onChange={narrow} />
        </>
      }
    >
      <List
        found={found}
        empty={
          Object.values(filters).some(Boolean) ? (
            <NothingFound title={followUps.nothingFound} onClear={() => open({})}>
              {followUps.nothingFoundMore}
            </NothingFound>
          ) : (
            <EmptyState icon={<IconChecks size={30} />} title={followUps.empty}>
              {followUps.emptyMore}
            </EmptyState>
          )
        }
      />
    </ListPage>
  );
}

interface ListProps {
  found: ReturnType<typeof useFollowUps>;
  empty: React.ReactNode;
}

function List({ found: { list, rows }, empty }: ListProps) {
  const { followUps } = useTexts();
  const { hint } = followUps;
  const actions = useFollowUpActions();
  const columns = useColumns(actions);
  return (
    <PagedList<FollowUp>
      caption={followUps.title}
      list={list}
      rows={rows}
      columns={columns}
      card={(followUp, isEarly) => <FollowUpCard followUp={followUp} actions={actions} isEarly={isEarly} />}
      cardHeight={166}
      keyOf={({ id }) => id}
      keys={{
        c: actions.complete,
        r: (followUp) => openDialog({ kind: 'result', followUp }),
        i: ({ client, id }) => openInteraction(client, id),
        v: ({ client }) => openClient(client.id),
      }}
      empty={empty}
      hint={
        <KeyHint
          keys={[
            ['↑ ↓', hint.move],
            ['C', hint.complete],
            ['R', hint.result],
            ['I', hint.interaction],
          ]}
        />
      }
    />
  );
}
