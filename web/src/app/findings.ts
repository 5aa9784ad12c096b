import { useDebouncedValue } from '@mantine/hooks';
import {
  type Icon,
  IconCheckbox,
  IconChecklist,
  IconHeartbeat,
  IconTargetArrow,
  IconUser,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { api, type FollowUp, type Schemas, type Task } from '~/api/client';
import type { Problem } from '~/api/problem';
import { useTimeZones, useToday } from '~/branch';
import { dayOf, relativeDay, timeOfDay } from '~/dates';
import { openClient } from '~/features/clients/open';
import { type Opening, openAgain, writtenAbout } from '~/features/interactions/open';
import { openTask } from '~/features/tasks/open';
import { useLanguage, useTexts } from '~/i18n';
import { readablePhone } from '~/ui/phone';
import { matches } from '~/ui/plain';
import { COMMANDS } from './commands';
import { useSections } from './sections';

const SHORTEST = 2;
const PAUSE = 160; // ms in which nothing more is typed

export interface Entry {
  id: string;
  label: string;
  detail?: string;
  keys?: string;
  Icon: Icon;
  act: () => void;
}

export interface Group {
  title: string;
  entries: Entry[];
}

/** What can be begun and where one can go, as far as it matches what was typed. */
export function usePlaces(typed: string): Group[] {
  const { frame, palette } = useTexts();
  const sections = useSections();
  const go = useNavigate();
  const groups: Group[] = [
    {
      title: palette.actions,
      entries: COMMANDS.map(({ text, ...rest }) => ({ id: text, label: frame[text], ...rest })),
    },
    {
      title: palette.goTo,
      entries: sections.map(({ to, text, keys, Icon }) => ({
        id: to,
        label: frame[text],
        keys,
        Icon,
        act: () => go({ to }),
      })),
    },
  ];
  return groups
    .map((group) => ({ ...group, entries: group.entries.filter(({ label }) => matches(typed, label)) }))
    .filter(({ entries }) => entries.length > 0);
}

/** Whom and what was found by what was typed. */
export function useFindings(typed: string) {
  const [q] = useDebouncedValue(typed.trim(), PAUSE);
  const isLong = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '').length >= SHORTEST;
  const { data, error, isFetching } = api.useQuery(
    'get',
    '/api/v1/search',
    { params: { query: { q } } },
    { enabled: isLong(q), placeholderData: (before) => before },
  );
  const groups = useGroups(isLong(typed) ? data : undefined);
  return {
    groups,
    degraded: data?.degraded ?? [],
    problem: error as Problem | null,
    isSearching: isFetching || q !== typed.trim(),
  };
}

function useGroups(found?: Schemas['Found']): Group[] {
  const { palette } = useTexts();
  const described = useDescriptions();
  const go = useNavigate();
  if (!found) return [];
  const groups: Group[] = [
    {
      title: palette.clients,
      entries: found.clients.map(({ id, name, phone, email }) => ({
        id,
        label: name,
        detail: phone ? readablePhone(phone) : (email ?? described.noPhone),
        Icon: IconUser,
        act: () => openClient(id),
      })),
    },
    {
      title: palette.patients,
      // Who is a client as well is one person, who stands there already.
      entries: found.patients
        .filter(({ client_id }) => !found.clients.some(({ id }) => id === client_id))
        .map(({ id, client_id, name, phone, record_number }) => ({
          id,
          label: name,
          detail: phone ? readablePhone(phone) : record_number || described.noPhone,
          Icon: IconHeartbeat,
          act: () => (client_id ? openClient(client_id) : openAgain(about(id, name, phone))),
        })),
    },
    {
      title: palette.followUps,
      entries: found.follow_ups.map((each) => ({
        id: each.id,
        label: each.client.name ?? described.noName,
        detail: described.followUp(each),
        Icon: IconCheckbox,
        act: () => go({ to: '/follow-ups', search: { q: each.client.name ?? undefined } }),
      })),
    },
    {
      title: palette.sales,
      entries: found.sales.map(({ id, number, title, client }) => ({
        id,
        label: title,
        detail: [number, client.name].filter(Boolean).join(' · '),
        Icon: IconTargetArrow,
        act: () => openClient(client.id),
      })),
    },
    {
      title: palette.tasks,
      entries: found.tasks.map((each) => ({
        id: each.id,
        label: each.description,
        detail: described.task(each),
        Icon: IconChecklist,
        act: () => openTask(each.id),
      })),
    },
  ];
  return groups.filter(({ entries }) => entries.length > 0);
}

/** A patient who is no client yet becomes one by being contacted. */
const about = (id: string, name: string, phone: string | null): Opening => ({
  written: writtenAbout({ kind: 'patient', id, client_id: null, name, phone, has_phone: !!phone }, ''),
});

function useDescriptions() {
  const { states, people } = useTexts();
  const language = useLanguage();
  const today = useToday();
  const zones = useTimeZones();
  const day = (on: string, branchId: string) => relativeDay(on, today(branchId), language);
  return {
    noName: people.noName,
    noPhone: people.noPhone,
    followUp: ({ state, due_on, branch_id, assigned_to }: FollowUp) =>
      [states[state], day(due_on, branch_id), assigned_to?.name ?? people.nobody].join(' · '),
    task: ({ type, planned_at, due_on, branch_id, client }: Task) => {
      const zone = zones(branch_id);
      const on = planned_at ? dayOf(Date.parse(planned_at), zone) : due_on;
      return [
        type.name,
        on && day(on, branch_id),
        planned_at && timeOfDay(planned_at, zone, language),
        client?.name,
      ]
        .filter(Boolean)
        .join(' · ');
    },
  };
}
