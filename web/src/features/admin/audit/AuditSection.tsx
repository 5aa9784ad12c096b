import { Alert, Button, Group, Skeleton, Text } from '@mantine/core';
import { IconCloudOff, IconFileSearch } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTimeZones, useToday } from '~/branch';
import { dayOf, shortDay, timeOfDay } from '~/dates';
import { useLanguage } from '~/i18n';
import { EmptyState } from '~/ui/EmptyState';
import { ExportMenu } from '~/ui/ExportMenu';
import { LoadFailed } from '~/ui/LoadFailed';
import { PersonName } from '~/ui/PersonName';
import { Table } from '~/ui/Table';
import { usePhone } from '~/ui/usePhone';
import admins from '../Admin.module.css';
import { LOADING } from '../Nothing';
import { SectionHead } from '../SectionHead';
import type { AdminSearch } from '../search';
import { type Texts, useTexts } from '../texts';
import classes from './Audit.module.css';
import { AuditFilters } from './AuditFilters';
import { doneIn, type Entry } from './actions';
import { LIST, queryOf, useAudit } from './data';
import { Record } from './Record';

/** «Auditoría»: who did what, newest first. */
export function AuditSection() {
  const { audit, actions, services } = useTexts();
  const phone = usePhone();
  const today = useToday()();
  const go = useNavigate();
  const filters = useSearch({ strict: false }) as AdminSearch;
  const { list, rows, degraded } = useAudit(filters);
  const { error, refetch } = list;
  const narrow = (changed: Partial<AdminSearch>) =>
    go({
      to: '/admin/$section',
      params: { section: 'audit' },
      search: (before) => ({ ...before, ...changed }),
      replace: true,
    });
  const List = phone ? Entries : EntryTable;
  return (
    <>
      <SectionHead lead={audit.lead}>
        <ExportMenu
          path={LIST}
          query={queryOf(filters)}
          name={`${audit.file}-${today}`}
          disabled={rows?.length === 0}
        />
      </SectionHead>
      <AuditFilters filters={filters} onChange={narrow} />
      {degraded.length > 0 && (
        <Alert color="yellow" mb="md" icon={<IconCloudOff size={18} />}>
          {audit.degraded(
            degraded.map((each) => services[each as keyof Texts['services']] ?? each).join(', '),
          )}
        </Alert>
      )}
      {error ? (
        <LoadFailed problem={error} onRetry={refetch} />
      ) : rows?.length === 0 ? (
        <EmptyState icon={<IconFileSearch size={28} />} title={audit.empty}>
          {audit.emptyMore}
        </EmptyState>
      ) : (
        <List
          rows={rows}
          alone={!!filters.record_id}
          onHistory={(record_id) => narrow({ record_id, actor_id: undefined, action: undefined })}
        />
      )}
      {list.hasNextPage && (
        <div className={admins.more}>
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
            {actions.more}
          </Button>
        </div>
      )}
    </>
  );
}

interface ListProps {
  rows?: Entry[];
  alone: boolean;
  onHistory: (recordId: string) => void;
}

function EntryTable({ rows, ...record }: ListProps) {
  const { audit, admin } = useTexts();
  return (
    <Table
      caption={admin.audit}
      rows={rows}
      keyOf={({ id }) => id}
      minWidth={860}
      columns={[
        {
          id: 'when',
          title: audit.when,
          width: 130,
          sorted: 'descending',
          cell: (entry) => <When entry={entry} />,
        },
        { id: 'who', title: audit.who, width: 200, cell: (entry) => <Who entry={entry} /> },
        { id: 'what', title: audit.what, cell: (entry) => <What entry={entry} /> },
        { id: 'record', title: audit.record, cell: (entry) => <Record entry={entry} {...record} /> },
        {
          id: 'address',
          title: audit.address,
          width: 140,
          cell: ({ address }) => (
            <Text fz={13} c="var(--ink-3)" truncate title={address ?? undefined}>
              {address}
            </Text>
          ),
        },
      ]}
    />
  );
}

function Entries({ rows, ...record }: ListProps) {
  return (
    <ul className={admins.list} aria-busy={!rows}>
      {rows?.map((entry) => (
        <li key={entry.id} className={classes.entry}>
          <Group justify="space-between" wrap="nowrap" gap="sm">
            <What entry={entry} />
            <When entry={entry} />
          </Group>
          <Who entry={entry} />
          <Record entry={entry} {...record} />
        </li>
      )) ??
        LOADING.map((each) => (
          <li key={each}>
            <Skeleton h={96} radius="lg" />
          </li>
        ))}
    </ul>
  );
}

function When({ entry }: { entry: Entry }) {
  const language = useLanguage();
  const zone = useTimeZones()();
  const today = useToday()();
  const day = dayOf(Date.parse(entry.at), zone);
  return (
    <div style={{ whiteSpace: 'nowrap' }}>
      <Text fz={13.5}>{timeOfDay(entry.at, zone, language)}</Text>
      {day !== today && (
        <Text fz={12.5} c="var(--ink-3)">
          {shortDay(day, language)}
        </Text>
      )}
    </div>
  );
}

function Who({ entry }: { entry: Entry }) {
  const { audit } = useTexts();
  if (entry.actor) return <PersonName person={entry.actor} />;
  return (
    <Text fz={13} c="var(--ink-3)">
      {audit.system}
    </Text>
  );
}

function What({ entry }: { entry: Entry }) {
  const { audit } = useTexts();
  return (
    <Text fz={14} fw={550} title={entry.sealed ? audit.sealed : audit.unsealed}>
      {doneIn(audit, entry)}
    </Text>
  );
}
