import { Input, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api } from '~/api/client';
import { showLatest } from '~/api/latest';
import { type Role, renew, useUser } from '~/api/session';
import { CheckList } from '~/ui/CheckList';
import { FormAlert } from '~/ui/FormAlert';
import { showDone } from '~/ui/notices';
import { isNamed, wrongIn } from '~/ui/wrong';
import classes from '../Admin.module.css';
import { ifMatch, latest, renewHouse, type User, useBranches, useTeams } from '../data';
import { closeDialog, openDialog } from '../dialog';
import { FormFoot } from '../FormFoot';
import { useTexts } from '../texts';
import { changedOf, draftOf, isComplete, type UserDraft } from './draft';
import { PasswordField } from './PasswordField';
import { suggestedPassword } from './password';

const ROLES: Role[] = ['operator', 'manager', 'admin'];

/** Somebody who comes in: new, with a first password, or changed. */
export function UserForm({ user }: { user?: User }) {
  const { users, roles, admin, actions } = useTexts();
  const me = useUser();
  const branches = useBranches().rows ?? [];
  const teams = useTeams().rows ?? [];
  const [draft, setDraft] = useState<UserDraft>(() => draftOf(user));
  const [password, setPassword] = useState(suggestedPassword);
  const change = (changed: Partial<UserDraft>) => setDraft({ ...draft, ...changed });

  const create = api.useMutation('post', '/api/v1/users', {
    meta: { quiet: true },
    onSuccess: (made) => {
      openDialog({ kind: 'access', user: made, password });
      renewHouse();
    },
  });
  const save = api.useMutation('patch', '/api/v1/users/{id}', {
    meta: { quiet: true },
    onSuccess: (changed) => {
      closeDialog();
      showDone(admin.saved(changed.name));
      renewHouse();
      if (changed.id === me.id) renew().catch(() => undefined);
    },
  });
  const problem = create.error ?? save.error;
  const wrong = wrongIn(problem);
  const taken = isNamed(problem, 'email-taken');

  function submit(version?: number) {
    if (!user) create.mutate({ body: { ...changedOf(draft), password, active: true } });
    else
      save.mutate({
        params: { path: { id: user.id } },
        headers: ifMatch(version),
        body: changedOf(draft, draftOf(user)),
      });
  }

  // Teams are of a branch; an administrator may be in any.
  const open = teams.filter(({ branch_id }) => draft.role === 'admin' || draft.branchIds.includes(branch_id));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit(user?.version);
      }}
    >
      <Stack gap={16}>
        <FormAlert
          problem={taken ? null : problem}
          onOverwrite={() => submit()}
          onReload={() =>
            user && showLatest(latest.user(user.id), (now) => openDialog({ kind: 'user', user: now }))
          }
        />
        <TextInput
          label={admin.name}
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
          error={wrong('name')}
          maxLength={200}
          autoComplete="off"
          data-autofocus
          required
        />
        <div className={classes.two}>
          <TextInput
            label={users.email}
            type="email"
            value={draft.email}
            onChange={(event) => change({ email: event.currentTarget.value })}
            error={taken ? problem?.detail : wrong('email')}
            maxLength={254}
            autoComplete="off"
            required
          />
          <TextInput
            label={users.phone}
            type="tel"
            placeholder={users.phoneHint}
            value={draft.phone}
            onChange={(event) => change({ phone: event.currentTarget.value })}
            error={wrong('phone')}
            maxLength={40}
            autoComplete="off"
          />
        </div>
        <div>
          <Input.Label component="div" id="role">
            {users.role}
          </Input.Label>
          <SegmentedControl
            fullWidth
            aria-labelledby="role"
            data={ROLES.map((role) => ({ value: role, label: roles[role] }))}
            value={draft.role}
            onChange={(role) => change({ role })}
          />
          <Text fz={13} c="var(--ink-3)" mt={6}>
            {users.can[draft.role]}
          </Text>
          {wrong('role') && <Input.Error mt={5}>{wrong('role')}</Input.Error>}
        </div>
        <CheckList
          label={users.branches}
          options={branches}
          value={draft.branchIds}
          onChange={(branchIds) => change({ branchIds })}
          error={wrong('branch_ids')}
          required={draft.role !== 'admin'}
        />
        <CheckList
          label={users.teams}
          options={open.map((team) => ({
            ...team,
            more: branches.find(({ id }) => id === team.branch_id)?.name,
          }))}
          value={draft.teamIds}
          onChange={(teamIds) => change({ teamIds })}
          nothing={users.noTeams}
          error={wrong('team_ids')}
        />
        {!user && (
          <PasswordField
            label={users.firstPassword}
            value={password}
            onChange={setPassword}
            error={wrong('password')}
          />
        )}
        <FormFoot
          label={user ? actions.save : users.create}
          busy={create.isPending || save.isPending}
          ready={isComplete(draft)}
        />
      </Stack>
    </form>
  );
}
