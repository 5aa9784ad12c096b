import { ActionIcon, Avatar, Group, Skeleton, Text, Tooltip } from '@mantine/core';
import { IconPencil, IconUsersGroup } from '@tabler/icons-react';
import { useBranchFilter } from '~/branch';
import { EmptyState } from '~/ui/EmptyState';
import { LoadFailed } from '~/ui/LoadFailed';
import cards from '../Cards.module.css';
import { namesOf, type Team, useBranches, useTeams, useUsers } from '../data';
import { openDialog } from '../dialog';
import { LOADING } from '../Nothing';
import { SectionHead } from '../SectionHead';
import { useTexts } from '../texts';

const FACES = 4;

export function TeamsSection() {
  const { teams } = useTexts();
  const { rows, error, retry } = useTeams();
  const branches = useBranches().rows;
  const [branch] = useBranchFilter().branch_id ?? [];
  const shown = rows?.filter(({ branch_id }) => !branch || branch_id === branch);
  if (error) return <LoadFailed problem={error} onRetry={retry} />;
  return (
    <>
      <SectionHead lead={teams.lead} add={{ label: teams.add, act: () => openDialog({ kind: 'team' }) }} />
      {shown?.length === 0 ? (
        <EmptyState icon={<IconUsersGroup size={28} />} title={teams.empty}>
          {teams.emptyMore}
        </EmptyState>
      ) : (
        <ul className={cards.grid} aria-busy={!shown}>
          {shown?.map((team) => (
            <TeamCard key={team.id} team={team} branch={namesOf([team.branch_id], branches).join('')} />
          )) ??
            LOADING.map((each) => (
              <li key={each}>
                <Skeleton h={112} radius="lg" />
              </li>
            ))}
        </ul>
      )}
    </>
  );
}

function TeamCard({ team, branch }: { team: Team; branch: string }) {
  const { teams, admin } = useTexts();
  const people = useUsers().rows;
  const members = namesOf(team.member_ids, people);
  return (
    <li className={cards.card}>
      <Group justify="space-between" wrap="nowrap" align="start" gap={8}>
        <div style={{ minWidth: 0 }}>
          <Text fz={15} fw={620} truncate title={team.name}>
            {team.name}
          </Text>
          <Text fz={13} c="var(--ink-3)" truncate>
            {branch} · {members.length ? teams.memberCount(members.length) : teams.noMembers}
          </Text>
        </div>
        <Tooltip label={admin.edit}>
          <ActionIcon
            className={cards.button}
            aria-label={admin.editOf(team.name)}
            onClick={() => openDialog({ kind: 'team', team })}
          >
            <IconPencil size={17} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Group>
      <Group gap={8} mt={10} wrap="nowrap">
        <Avatar.Group spacing={2} aria-hidden>
          {members.slice(0, FACES).map((name) => (
            <Avatar key={name} name={name} size={30} color="green" variant="light" bg="var(--paper)" />
          ))}
        </Avatar.Group>
        <Text fz={13} c="var(--ink-2)" lineClamp={2}>
          {members.join(', ')}
        </Text>
      </Group>
    </li>
  );
}
