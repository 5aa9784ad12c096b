import { Text } from '@mantine/core';
import { IconId } from '@tabler/icons-react';
import type { Schemas } from '~/api/client';
import { shortDay } from '~/dates';
import { useLanguage, useTexts } from '~/i18n';
import { EmptyState } from '~/ui/EmptyState';
import { PagedList } from '~/ui/PagedList';
import type { Column } from '~/ui/Table';
import { ClientName } from './ClientName';
import classes from './Clients.module.css';
import { PhoneLine } from './Contacting';
import { type Person, useRegistered } from './data';
import type { ClientFilters } from './filters';
import { NobodyFound } from './NobodyFound';
import { openClient } from './opened';

interface Props {
  kind: 'patients' | 'students';
  filters: ClientFilters;
  onClear: () => void;
}

/** The registry of patients or of students; who is a client too leads to the profile. */
export function RegistryList({ kind, filters, onClear }: Props) {
  const { clients } = useTexts();
  const { list, rows } = useRegistered(kind, filters);
  const columns = useColumns(kind);
  return (
    <PagedList
      caption={clients.kinds[kind]}
      list={list}
      rows={rows}
      columns={columns}
      card={(person) => <Card person={person} columns={columns} />}
      cardHeight={116}
      keyOf={({ id }) => id}
      keys={{ v: ({ client_id }) => client_id && openClient(client_id) }}
      empty={
        filters.q || filters.branch_id ? (
          <NobodyFound onClear={onClear} />
        ) : (
          <EmptyState
            icon={<IconId size={28} />}
            title={kind === 'patients' ? clients.emptyPatients : clients.emptyStudents}
          >
            {clients.emptyKindMore}
          </EmptyState>
        )
      }
    />
  );
}

function useColumns(kind: Props['kind']): Column<Person>[] {
  const { clients, client } = useTexts();
  const { columns } = clients;
  const language = useLanguage();
  const own: Column<Person>[] =
    kind === 'patients'
      ? [
          {
            id: 'record',
            title: columns.record,
            width: 150,
            cell: (each) => <Plain text={asPatient(each).record_number} />,
          },
          {
            id: 'birth',
            title: columns.birth,
            width: 150,
            cell: (each) => {
              const { birth_date } = asPatient(each);
              return <Plain text={birth_date && shortDay(birth_date, language)} />;
            },
          },
        ]
      : [
          {
            id: 'guardian',
            title: columns.guardian,
            width: 190,
            cell: (each) => <Plain text={asStudent(each).guardian_name} />,
          },
          {
            id: 'enrolments',
            title: columns.enrolments,
            width: 220,
            cell: (each) => <Plain text={activePrograms(asStudent(each)).join(', ')} />,
          },
        ];
  return [
    {
      id: 'person',
      title: columns.person,
      width: 240,
      cell: (each) => (
        <>
          <Text fz={14} fw={600} truncate title={each.name}>
            {each.name}
          </Text>
          <PhoneLine person={each} contact={contactOf(each)} />
        </>
      ),
    },
    { id: 'email', title: columns.email, cell: ({ email }) => <Plain text={email ?? client.noEmail} /> },
    ...own,
    {
      id: 'linked',
      title: columns.linked,
      width: 190,
      cell: ({ client_id, name }) =>
        client_id ? (
          <ClientName client={{ id: client_id, name: clients.openOf(name) }} />
        ) : (
          <Plain text={clients.notLinked} />
        ),
    },
  ];
}

/** A student who is not linked is no client: nothing can be logged of them. */
function contactOf(person: Person) {
  if (person.client_id) return { client_id: person.client_id };
  return 'record_number' in person ? { patient_id: person.id } : undefined;
}

const asPatient = (person: Person) => person as Schemas['Patient'];
const asStudent = (person: Person) => person as Schemas['Student'];

export const activePrograms = ({ enrolments }: Schemas['Student']): string[] =>
  enrolments.filter(({ status }) => status === 'active').map(({ program }) => program);

const Plain = ({ text }: { text: string | null }) => (
  <Text fz={13.5} c="var(--ink-2)" truncate title={text ?? undefined}>
    {text}
  </Text>
);

function Card({ person, columns }: { person: Person; columns: Column<Person>[] }) {
  const shown = columns.filter(({ id }) => id !== 'email' || person.email);
  return (
    <li className={classes.card}>
      {shown.map(({ id, cell }) => (
        <div key={id}>{cell(person)}</div>
      ))}
    </li>
  );
}
