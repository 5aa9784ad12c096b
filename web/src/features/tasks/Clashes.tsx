import { IconAlertTriangle } from '@tabler/icons-react';
import { api } from '~/api/client';
import { timeOfDay } from '~/dates';
import { useLanguage, useTexts } from '~/i18n';
import { instantAt, minutesOf } from '~/wallClock';
import { clashing } from './clashing';
import type { Draft } from './draft';
import classes from './Task.module.css';

interface Props {
  draft: Draft;
  zone: string;
  exceptId?: string;
}

/** What else the chosen operator has to do at that time: a warning, never a refusal. */
export function Clashes({ draft, zone, exceptId }: Props) {
  const { tasks } = useTexts();
  const language = useLanguage();
  const { day, time, allDay, operatorId, minutes } = draft;
  const isTimed = !!day && !!time && !allDay && !!operatorId;
  const { data } = api.useQuery(
    'get',
    '/api/v1/agenda',
    { params: { query: { from: day ?? '', to: day ?? '', operator_id: [operatorId ?? ''] } } },
    { enabled: isTimed },
  );
  if (!isTimed || !data) return null;
  const start = Date.parse(instantAt(day, minutesOf(time), zone));
  const found = clashing(data.events, start, minutes).filter(({ id }) => id !== exceptId);
  if (found.length === 0) return null;
  const who = data.operators.find(({ id }) => id === operatorId)?.name ?? '';
  return (
    <div className={classes.clashes} role="status" data-state="today">
      <IconAlertTriangle size={17} aria-hidden />
      <div>
        {tasks.clash(who)}
        <ul>
          {found.map((each) => (
            <li key={each.id}>
              {each.planned_at && timeOfDay(each.planned_at, zone, language)} · {each.description}
              {each.client && ` · ${each.client.name}`}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
