import { Button } from '@mantine/core';
import { IconMessages, IconPlus } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTexts } from '~/i18n';
import { EmptyState } from '~/ui/EmptyState';
import { ListPage } from '~/ui/ListPage';
import { NothingFound } from '~/ui/NothingFound';
import { OnlyOf } from '~/ui/OnlyOf';
import { PagedList } from '~/ui/PagedList';
import { SavedViews } from '~/ui/SavedViews';
import { usePhone } from '~/ui/usePhone';
import { useColumns } from './columns';
import { useInteractions } from './data';
import { Filters } from './Filters';
import type { InteractionFilters } from './filters';
import { InteractionCard } from './InteractionCard';
import { deleteInteraction, editInteraction, openInteraction } from './open';

export function InteractionsPage() {
  const { interactions, followUps } = useTexts();
  const filters = useSearch({ from: '/interactions' });
  const go = useNavigate({ from: '/interactions' });
  const phone = usePhone();
  const { list, rows } = useInteractions(filters);
  const columns = useColumns();
  const narrow = (changed: InteractionFilters) =>
    go({ search: (before) => ({ ...before, ...changed }), replace: true });
  const open = (search: InteractionFilters) => go({ search, replace: true });

  return (
    <ListPage
      title={interactions.title}
      lead={interactions.lead}
      actions={
        !phone && (
          <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => openInteraction()}>
            {interactions.add}
          </Button>
        )
      }
      search={{
        label: interactions.search,
        hint: interactions.searchHint,
        q: filters.q,
        onChange: (q) => narrow({ q }),
      }}
      tools={
        <>
          {filters.client_id && (
            <OnlyOf onClear={() => narrow({ client_id: undefined })}>
              {interactions.ofClient(rows?.[0]?.client.name ?? '')}
            </OnlyOf>
          )}
          <SavedViews list="interactions" search={filters} onOpen={open} />
          <Filters filters={filters} onChange={narrow} />
        </>
      }
    >
      <PagedList
        caption={interactions.title}
        list={list}
        rows={rows}
        columns={columns}
        card={(each) => <InteractionCard interaction={each} />}
        cardHeight={130}
        keyOf={({ id }) => id}
        keys={{ e: editInteraction, delete: deleteInteraction, i: ({ client }) => openInteraction(client) }}
        empty={
          Object.values(filters).some(Boolean) ? (
            <NothingFound title={followUps.nothingFound} onClear={() => open({})}>
              {interactions.nothingFoundMore}
            </NothingFound>
          ) : (
            <NoneYet />
          )
        }
      />
    </ListPage>
  );
}

function NoneYet() {
  const { interactions } = useTexts();
  return (
    <EmptyState
      icon={<IconMessages size={28} />}
      title={interactions.empty}
      action={<Button onClick={() => openInteraction()}>{interactions.add}</Button>}
    >
      {interactions.emptyMore}
    </EmptyState>
  );
}
