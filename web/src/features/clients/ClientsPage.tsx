import { Button, Kbd, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTexts } from '~/i18n';
import { PageHeader } from '~/ui/PageHeader';
import { SavedViews } from '~/ui/SavedViews';
import { useShortcuts } from '~/ui/shortcuts';
import { usePhone } from '~/ui/usePhone';
import { ClientList } from './ClientList';
import classes from './Clients.module.css';
import { useStats } from './data';
import { openDialog } from './dialog';
import { Filters } from './Filters';
import type { ClientFilters } from './filters';
import { KindSwitch } from './KindSwitch';
import { ListActions } from './ListActions';
import { RegistryList } from './RegistryList';
import { SearchField } from './SearchField';
import { TypeFilter } from './TypeFilter';
import { WithoutNextList } from './WithoutNextList';

export function ClientsPage() {
  const { clients } = useTexts();
  const filters = useSearch({ from: '/clients' });
  const go = useNavigate({ from: '/clients' });
  const phone = usePhone();
  const stats = useStats().data;
  // Taking the filters away empties the search field too.
  const [cleared, clear] = useState(0);
  const narrow = (changed: ClientFilters) =>
    go({ search: (before) => ({ ...before, ...changed }), replace: true });
  const show = (search: ClientFilters) => {
    clear(cleared + 1);
    go({ search });
  };
  const clearAll = () => show({ kind: filters.kind });

  useShortcuts({ c: () => openDialog({ kind: 'new' }) });

  const lead = filters.kind
    ? clients.kindLeads[filters.kind]
    : filters.next
      ? clients.withoutNextLead
      : stats
        ? clients.lead(stats.total, stats.active, stats.new_this_month)
        : clients.leadUnknown;
  return (
    <>
      <PageHeader title={clients.kinds[filters.kind ?? 'clients']} tab={clients.title} lead={lead}>
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
      </PageHeader>
      <div className={classes.head}>
        {!filters.kind && <TypeFilter filters={filters} stats={stats} onChange={narrow} />}
        <div className={classes.tools}>
          {!filters.next && <SearchField key={cleared} q={filters.q} onChange={(q) => narrow({ q })} />}
          <Filters filters={filters} onChange={narrow} />
          <SavedViews list="clients" search={filters} onOpen={show} />
        </div>
      </div>
      {filters.kind ? (
        <RegistryList kind={filters.kind} filters={filters} onClear={clearAll} />
      ) : filters.next ? (
        <WithoutNextList filters={filters} onClear={clearAll} />
      ) : (
        <ClientList filters={filters} onClear={clearAll} />
      )}
      {!phone && !filters.kind && (
        <Text fz={12.5} c="var(--ink-3)" mt={10}>
          <Kbd size="xs">↑</Kbd> <Kbd size="xs">↓</Kbd> {clients.hint.move} · <Kbd size="xs">Enter</Kbd>{' '}
          {clients.hint.open} · <Kbd size="xs">I</Kbd> {clients.hint.interaction}
        </Text>
      )}
    </>
  );
}
