import { ActionIcon, Group, Skeleton, Text, Tooltip } from '@mantine/core';
import { IconBellOff, IconCalendarOff, IconClockHour9, IconPencil, IconWorld } from '@tabler/icons-react';
import { useMinute } from '~/clock';
import { timeOfDay } from '~/dates';
import { useLanguage } from '~/i18n';
import { LoadFailed } from '~/ui/LoadFailed';
import cards from '../Cards.module.css';
import { type Branch, useBranches } from '../data';
import { openDialog } from '../dialog';
import { LOADING } from '../Nothing';
import { SectionHead } from '../SectionHead';
import { type Texts, useTexts } from '../texts';
import { inBrief, type OpeningHours } from './hours';

export function BranchesSection() {
  const { branches } = useTexts();
  const { rows, error, retry } = useBranches();
  if (error) return <LoadFailed problem={error} onRetry={retry} />;
  return (
    <>
      <SectionHead
        lead={branches.lead}
        add={{ label: branches.add, act: () => openDialog({ kind: 'branch' }) }}
      />
      <ul className={cards.grid} aria-busy={!rows}>
        {rows?.map((branch) => <BranchCard key={branch.id} branch={branch} />) ??
          LOADING.map((each) => (
            <li key={each}>
              <Skeleton h={150} radius="lg" />
            </li>
          ))}
      </ul>
    </>
  );
}

function BranchCard({ branch }: { branch: Branch }) {
  const { branches, admin } = useTexts();
  const language = useLanguage();
  const now = useMinute();
  const { quiet_hours: quiet, holidays } = branch;
  return (
    <li className={cards.card}>
      <Group justify="space-between" wrap="nowrap" align="start" gap={8}>
        <div style={{ minWidth: 0 }}>
          <Text fz={15} fw={620} truncate title={branch.name}>
            {branch.name}
          </Text>
          <Text fz={13} c="var(--ink-3)">
            {branches.packs[branch.pack as keyof Texts['branches']['packs']]}
          </Text>
        </div>
        <Tooltip label={admin.edit}>
          <ActionIcon
            className={cards.button}
            aria-label={admin.editOf(branch.name)}
            onClick={() => openDialog({ kind: 'branch', branch })}
          >
            <IconPencil size={17} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Group>
      <ul className={cards.facts}>
        <li>
          <IconWorld size={16} aria-hidden />
          <span>
            {branch.time_zone.replaceAll('_', ' ')}
            <br />
            <Text span fz={12.5} c="var(--ink-3)">
              {branches.timeZoneHere(timeOfDay(now, branch.time_zone, language))}
            </Text>
          </span>
        </li>
        <li>
          <IconClockHour9 size={16} aria-hidden />
          <Opening hours={branch.opening_hours} />
        </li>
        {quiet && (
          <li>
            <IconBellOff size={16} aria-hidden />
            {branches.quietBetween(quiet.start, quiet.end)}
          </li>
        )}
        {holidays.length > 0 && (
          <li>
            <IconCalendarOff size={16} aria-hidden />
            {branches.holidayCount(holidays.length)}
          </li>
        )}
      </ul>
    </li>
  );
}

function Opening({ hours }: { hours: OpeningHours | null }) {
  const { branches } = useTexts();
  const days = hours ? inBrief(hours) : [];
  if (days.length === 0) return <span>{hours ? branches.closed : branches.noOpening}</span>;
  return (
    <span>
      {days.map(({ first, last, spans }) => (
        <span key={first} style={{ display: 'block' }}>
          {branches.openOn(
            first === last ? branches.days[first] : `${branches.days[first]}–${branches.days[last]}`,
            spans,
          )}
        </span>
      ))}
    </span>
  );
}
