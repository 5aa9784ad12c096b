import {
  IconArrowDownLeft,
  IconArrowUpRight,
  IconCalendarCheck,
  IconPencil,
  IconTrash,
} from '@tabler/icons-react';
import { useMemo } from 'react';
import type { Schemas } from '~/api/client';
import { useTimeZones, useToday } from '~/branch';
import { dayOf, relativeDay, shortDay, timeOfDay } from '~/dates';
import { useLanguage, useTexts } from '~/i18n';
import cells from '~/ui/cells.module.css';
import { IconButton } from '~/ui/IconButton';
import { Method } from '~/ui/Method';
import { readablePhone } from '~/ui/phone';
import type { Column } from '~/ui/Table';
import classes from './Interactions.module.css';
import { deleteInteraction, editInteraction } from './open';

type Interaction = Schemas['Interaction'];

export function useColumns(): Column<Interaction>[] {
  const { interactions, people } = useTexts();
  return useMemo(
    () => [
      {
        id: 'client',
        title: interactions.columns.client,
        width: 214,
        cell: ({ client }) => (
          <>
            <p className={cells.name} title={client.name ?? undefined}>
              {client.name ?? people.noName}
            </p>
            <p className={classes.phone}>{client.phone ? readablePhone(client.phone) : people.noPhone}</p>
          </>
        ),
      },
      {
        id: 'method',
        title: interactions.columns.method,
        width: 122,
        cell: ({ method }) => <Method method={method} />,
      },
      {
        id: 'direction',
        title: interactions.columns.direction,
        width: 116,
        cell: ({ direction }) => <Direction direction={direction} />,
      },
      {
        id: 'date',
        title: interactions.columns.date,
        width: 176,
        sorted: 'descending',
        cell: (each) => <Happened interaction={each} />,
      },
      { id: 'notes', title: interactions.columns.notes, cell: ({ notes }) => <Notes notes={notes} /> },
      {
        id: 'followUp',
        title: interactions.columns.followUp,
        width: 150,
        cell: (each) => <NextDay interaction={each} />,
      },
      {
        id: 'actions',
        title: interactions.columns.actions,
        width: 100,
        cell: (each) => <Actions interaction={each} />,
      },
    ],
    [interactions, people],
  );
}

export function Direction({ direction }: { direction: Interaction['direction'] }) {
  const { interactions } = useTexts();
  const Icon = direction === 'inbound' ? IconArrowDownLeft : IconArrowUpRight;
  return (
    <div className={classes.direction}>
      <Icon size={15} stroke={1.9} aria-hidden /> {interactions[direction]}
    </div>
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
      <p className={cells.strong} title={shortDay(day, language)}>
        {useHappened()(interaction)}
      </p>
      <p className={`${cells.small} ${cells.cut}`}>{interaction.author?.name ?? interactions.byItself}</p>
    </>
  );
}

function Notes({ notes }: { notes: string }) {
  if (!notes) return null;
  return (
    <p className={cells.clamped} data-tip={notes}>
      {notes}
    </p>
  );
}

export function NextDay({ interaction }: { interaction: Interaction }) {
  const { followUps } = useTexts();
  const language = useLanguage();
  const { follow_up_on, follow_up_time } = interaction;
  if (!follow_up_on) return null;
  return (
    <div className={classes.nextDay}>
      <IconCalendarCheck size={15} stroke={1.8} aria-hidden />
      <span>
        {shortDay(follow_up_on, language)}
        {follow_up_time && ` ${followUps.atTime(follow_up_time)}`}
      </span>
    </div>
  );
}

export function Actions({ interaction, size }: { interaction: Interaction; size?: 42 }) {
  const { interactions } = useTexts();
  const name = interaction.client.name ?? '';
  return (
    <div className={cells.line}>
      <IconButton
        size={size}
        tip={`${interactions.edit} (E)`}
        aria-label={interactions.editOf(name)}
        onClick={() => editInteraction(interaction)}
      >
        <IconPencil size={18} stroke={1.8} aria-hidden />
      </IconButton>
      <IconButton
        size={size}
        tip={`${interactions.delete} (${interactions.deleteKey})`}
        aria-label={interactions.deleteOf(name)}
        onClick={() => deleteInteraction(interaction)}
      >
        <IconTrash size={18} stroke={1.8} aria-hidden />
      </IconButton>
    </div>
  );
}
