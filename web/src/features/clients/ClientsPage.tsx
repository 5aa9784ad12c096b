import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { may, useUser } from '~/api/session';
import { useTexts } from '~/i18n';
import { ListPage } from '~/ui/ListPage';
import { NotAllowed } from '~/ui/NotAllowed';
import { SavedViews } from '~/ui/SavedViews';
import { useShortcuts } from '~/ui/shortcuts';
import { ClientList } from './ClientList';
import classes from './Clients.module.css';
import { useStats } from './data';
import { openDialog } from './dialog';
import { Filters } from './Filters';
import type { ClientFilters } from './filters';
import { KindSwitch } from './KindSwitch';
import { ListActions } from './ListActions';
import { RegistryList } from './RegistryList';
import { TypeFilter } from './TypeFilter';
import { WithoutNextList } from './WithoutNextList';

export function ClientsPage() {
  const { clients } = useTexts();
  const filters = useSearch({ from: '/clients' });
  const go = useNavigate({ from: '/clients' });
  const stats = useStats().data;
  const narrow = (changed: ClientFilters) =>
    go({ search: (before) => ({ ...before, ...changed }), replace: true });
  const show = (search: ClientFilters) => go({ search });

  useShortcuts({ c: () => openDialog({ kind: 'new' }) });

  const lead = filters.kind
    ? clients.kindLeads[filters.kind]
    : filters.next
      ? clients.withoutNextLead
      : stats
        ? clients.lead(stats.total, stats.active, stats.new_this_month)
        : clients.leadUnknown;
  return (
    <ListPage
      title={clients.kinds[filters.kind ?? 'clients']}
      tab={clients.title}
      lead={lead}
      actions={
        <div className={classes.headActions}>
          <KindSwitch kind={filters.kind} onChange={(kind) => show({ kind })} />
          <ListActions filters={filters} />
          <Button
            className={classes.new}
            leftSection={<IconPlus size={17} aria-hidden />}
            onClick={() => openDialog({ kind: 'new' })}
          >
            {clients.new}
          </Button>
        </div>
      }
      chips={!filters.kind && <TypeFilter filters={filters} stats={stats} onChange={narrow} />}
      search={
        filters.next
          ? undefined
          : { label: clients.search, hint: clients.searchHint, q: filters.q, onChange: (q) => narrow({ q }) }
      }
      tools={
        <>
          <SavedViews list="clients" search={filters} onOpen={show} />
          <Filters filters={filters} onChange={narrow} />
        </>
      }
    >
      <People filters={filters} onClear={() => show({ kind: filters.kind })} />
    </ListPage>
  );
}

function People({ filters, onClear }: { filters: ClientFilters; onClear: () => void }) {
  const user = useUser();
  if (filters.kind) return <RegistryList kind={filters.kind} filters={filters} onClear={onClear} />;
  if (!filters.next) return <ClientList filters={filters} onClear={onClear} />;
  // An address may come from somebody who may see more.
  return may(user, 'manager') ? <WithoutNextList filters={filters} onClear={onClear} /> : <NotAllowed />;
}
