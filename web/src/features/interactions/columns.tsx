import { ActionIcon, Group, Text, Tooltip } from '@mantine/core';
import {
  IconArrowDownLeft,
  IconArrowUpRight,
  IconCalendarCheck,
  IconPencil,
  IconTrash,
} from '@tabler/icons-react';
import type { Schemas } from '~/api/client';
import { useTimeZones, useToday } from '~/branch';
import { dayOf, relativeDay, shortDay, timeOfDay } from '~/dates';
import { useLanguage, useTexts } from '~/i18n';
import { Method } from '~/ui/Method';
import { readablePhone } from '~/ui/phone';
import type { Column } from '~/ui/Table';
import classes from './Interactions.module.css';
import { deleteInteraction, editInteraction } from './open';

type Interaction = Schemas['Interaction'];

export function useColumns(): Column<Interaction>[] {
  const { interactions, people } = useTexts();
  const { columns } = interactions;
  return [
    {
      id: 'client',
      title: columns.client,
      width: 214,
      cell: ({ client }) => (
        <>
          <Text fw={600} fz={14} truncate title={client.name ?? undefined}>
            {client.name ?? people.noName}
          </Text>
          <Text fz={13} c="var(--ink-3)">
            {client.phone ? readablePhone(client.phone) : people.noPhone}
          </Text>
        </>
      ),
    },
    { id: 'method', title: columns.method, width: 122, cell: ({ method }) => <Method method={method} /> },
    {
      id: 'direction',
      title: columns.direction,
      width: 116,
      cell: ({ direction }) => <Direction direction={direction} />,
    },
    {
      id: 'date',
      title: columns.date,
      width: 176,
      sorted: 'descending',
      cell: (each) => <Happened interaction={each} />,
    },
    { id: 'notes', title: columns.notes, cell: ({ notes }) => <Notes notes={notes} /> },
    {
      id: 'followUp',
      title: columns.followUp,
      width: 150,
      cell: (each) => <NextDay interaction={each} />,
    },
    { id: 'actions', title: columns.actions, width: 100, cell: (each) => <Actions interaction={each} /> },
  ];
}

export function Direction({ direction }: { direction: Interaction['direction'] }) {
  const { interactions } = useTexts();
  const Icon = direction === 'inbound' ? IconArrowDownLeft : IconArrowUpRight;
  return (
    <Group gap={5} wrap="nowrap">
      <Icon size={15} stroke={1.9} color="var(--ink-3)" aria-hidden /> {interactions[direction]}
    </Group>
  );
}

/** «Ayer a las 16:30», and by whom. */
export function useHappened(): (interaction: Interaction) => string {
  const { followUps } = useTexts();
  const language = useLanguage();
  const zones = useTimeZones();
  const today = useToday();
  return ({ occurred_at, branch_id, precision }) => {
    const zone = zones(branch_id);
    const day = relativeDay(dayOf(Date.parse(occurred_at), zone), today(branch_id), language);
    return precision === 'minute'
      ? `${day} ${followUps.atTime(timeOfDay(occurred_at, zone, language))}`
      : day;
  };
}

function Happened({ interaction }: { interaction: Interaction }) {
  const { interactions } = useTexts();
  const language = useLanguage();
  const zone = useTimeZones()(interaction.branch_id);
  const day = dayOf(Date.parse(interaction.occurred_at), zone);
  return (
    <>
      <Text fz={13.5} fw={550} title={shortDay(day, language)}>
        {useHappened()(interaction)}
      </Text>
      <Text fz={12.5} c="var(--ink-3)" truncate>
        {interaction.author?.name ?? interactions.byItself}
      </Text>
    </>
  );
}

function Notes({ notes }: { notes: string }) {
  if (!notes) return null;
  return (
    <Tooltip label={notes} multiline w={340}>
      <Text fz={13.5} lineClamp={2} c="var(--ink-2)">
        {notes}
      </Text>
    </Tooltip>
  );
}

export function NextDay({ interaction }: { interaction: Interaction }) {
  const { followUps } = useTexts();
  const language = useLanguage();
  const { follow_up_on, follow_up_time } = interaction;
  if (!follow_up_on) return null;
  return (
    <Group gap={6} wrap="nowrap" align="start" className={classes.nextDay}>
      <IconCalendarCheck size={15} stroke={1.8} aria-hidden />
      <span>
        {shortDay(follow_up_on, language)}
        {follow_up_time && ` ${followUps.atTime(follow_up_time)}`}
      </span>
    </Group>
  );
}

export function Actions({ interaction, size }: { interaction: Interaction; size?: number }) {
  const { interactions } = useTexts();
  const name = interaction.client.name ?? '';
  return (
    <Group gap={2} wrap="nowrap">
      <Tooltip label={`${interactions.edit} (E)`}>
        <ActionIcon
          size={size}
          aria-label={interactions.editOf(name)}
          onClick={() => editInteraction(interaction)}
        >
          <IconPencil size={18} stroke={1.8} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={`${interactions.delete} (${interactions.deleteKey})`}>
        <ActionIcon
          size={size}
          aria-label={interactions.deleteOf(name)}
          onClick={() => deleteInteraction(interaction)}
        >
          <IconTrash size={18} stroke={1.8} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
