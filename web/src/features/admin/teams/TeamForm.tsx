import { Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api } from '~/api/client';
import { showLatest } from '~/api/latest';
import { useBranch } from '~/branch';
import { CheckList } from '~/ui/CheckList';
import { FormAlert } from '~/ui/FormAlert';
import { showDone } from '~/ui/notices';
import { wrongIn } from '~/ui/wrong';
import { ifMatch, latest, renewHouse, type Team, useBranches, useUsers } from '../data';
import { closeDialog, openDialog } from '../dialog';
import { FormFoot } from '../FormFoot';
import { useTexts } from '../texts';
import { candidates } from './candidates';

export function TeamForm({ team }: { team?: Team }) {
  const { teams, admin, actions, roles } = useTexts();
  const branches = useBranches().rows ?? [];
  const people = useUsers().rows ?? [];
  const here = useBranch()?.id;
  const [name, setName] = useState(team?.name ?? '');
  const [branchId, setBranchId] = useState(team?.branch_id ?? here ?? null);
  const [memberIds, setMemberIds] = useState(team?.member_ids ?? []);
  const settings = { meta: { quiet: true } };
  const done =
    (say: (name: string) => string) =>
    ({ name: saved }: Team) => {
      closeDialog();
      showDone(say(saved));
      renewHouse();
    };
  const create = api.useMutation('post', '/api/v1/teams', { ...settings, onSuccess: done(admin.created) });
  const save = api.useMutation('patch', '/api/v1/teams/{id}', { ...settings, onSuccess: done(admin.saved) });
  const problem = create.error ?? save.error;
  const wrong = wrongIn(problem);
  const offered = candidates(people, branchId, team?.member_ids);

  function submit(version?: number) {
    const body = { name: name.trim(), member_ids: memberIds };
    if (team) save.mutate({ params: { path: { id: team.id } }, headers: ifMatch(version), body });
    else if (branchId) create.mutate({ body: { ...body, branch_id: branchId } });
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit(team?.version);
      }}
    >
      <Stack gap={16}>
        <FormAlert
          problem={problem}
          onOverwrite={() => submit()}
          onReload={() =>
            team && showLatest(latest.team(team.id), (now) => openDialog({ kind: 'team', team: now }))
          }
        />
        <TextInput
          label={admin.name}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={wrong('name')}
          maxLength={200}
          autoComplete="off"
          data-autofocus
          required
        />
        <Select
          label={admin.branch}
          description={team && teams.branchFixed}
          data={branches.map(({ id, name: label }) => ({ value: id, label }))}
          value={branchId}
          onChange={(id) => {
            setBranchId(id);
            setMemberIds([]);
          }}
          error={wrong('branch_id')}
          comboboxProps={{ withinPortal: false }}
          disabled={!!team}
          allowDeselect={false}
          required
        />
        {branchId && (
          <CheckList
            label={teams.members}
            options={offered.map((each) => ({ ...each, more: roles[each.role as keyof typeof roles] }))}
            value={memberIds}
            onChange={setMemberIds}
            nothing={teams.nobodyHere}
            error={wrong('member_ids')}
          />
        )}
        <FormFoot
          label={actions.save}
          busy={create.isPending || save.isPending}
          ready={!!name.trim() && !!branchId}
        />
      </Stack>
    </form>
  );
}
