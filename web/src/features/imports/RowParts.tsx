import { Text, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconCopy, IconPencil, IconUserPlus } from '@tabler/icons-react';
import { openClient } from '~/features/clients/open';
import { type Texts, useTexts } from '~/i18n';
import { readablePhone } from '~/ui/phone';
import type { Row } from './data';
import classes from './Imports.module.css';

const LOOKS = {
  new: [IconUserPlus, 'done'],
  update: [IconPencil, 'upcoming'],
  duplicate: [IconCopy, 'today'],
  error: [IconAlertTriangle, 'overdue'],
} as const;
const NAMES = ['first_name', 'last_name', 'name'];

/** What is to become of a row, or has. */
export function Outcome({ row }: { row: Row }) {
  const { imports } = useTexts();
  const [Icon, state] = LOOKS[row.outcome];
  return (
    <div>
      <span className={classes.badge} data-state={state}>
        <Icon size={14} stroke={2.2} aria-hidden /> {imports.outcomeNames[row.outcome]}
      </span>
      {row.state !== 'pending' && (
        <Text fz={12.5} c="var(--ink-3)" mt={2} pl={2}>
          {imports.states[row.state]}
        </Text>
      )}
    </div>
  );
}

/** What stands in its cells: the name first. */
export function RowData({ row }: { row: Row }) {
  const { imports } = useTexts();
  const name = NAMES.map((each) => row.values[each])
    .filter(Boolean)
    .join(' ');
  const others = Object.entries(row.values)
    .filter(([field]) => !NAMES.includes(field))
    .map(([field, value]) =>
      field === 'phone' && value ? readablePhone(String(value)) : written(value, imports),
    )
    .filter(Boolean);
  return (
    <>
      <Text fw={600} fz={14} truncate>
        {name}
      </Text>
      <Text fz={13} c="var(--ink-2)" lineClamp={2} className={classes.cell}>
        {others.join(' · ')}
      </Text>
    </>
  );
}

/** Why a row is left out, whom it means, and which fields it changes. */
export function RowStory({ row }: { row: Row }) {
  const { imports, people } = useTexts();
  const { client, changes, messages } = row;
  return (
    <div className={classes.story}>
      {client && (
        <UnstyledButton className={classes.client} onClick={() => openClient(client.id)}>
          {row.outcome === 'new'
            ? (client.name ?? people.noName)
            : imports.samePerson(client.name ?? people.noName)}
        </UnstyledButton>
      )}
      {Object.entries(messages).map(([field, said]) => (
        <div
          key={field}
          data-state={row.outcome === 'error' ? 'overdue' : 'today'}
          className={classes.message}
        >
          {imports.about(named(field, imports), said.join(' '))}
        </div>
      ))}
      {changes.map(({ field, from, to }) => (
        <div key={field}>
          {imports.about(
            named(field, imports),
            imports.change(
              written(from, imports) || imports.nothing,
              written(to, imports) || imports.nothing,
            ),
          )}
        </div>
      ))}
    </div>
  );
}

type Said = Texts['imports'];

const named = (field: string, { fields }: Said): string => fields[field as keyof Said['fields']] ?? field;

/** A value as people say it. */
function written(value: unknown, { values }: Said): string {
  if (Array.isArray(value)) return value.join(', ');
  const text = value === null || value === undefined ? '' : String(value);
  return values[text as keyof Said['values']] ?? text;
}
