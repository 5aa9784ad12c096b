import { Button, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api, type Schemas } from '~/api/client';
import { useUser } from '~/api/session';
import { useBranch } from '~/branch';
import { useTexts } from '~/i18n';
import { showDone, showProblem } from '~/ui/notices';
import { PersonSelect } from '~/ui/PersonSelect';
import { namesFields } from '~/ui/wrong';
import { Candidates, candidatesOf } from './Candidates';
import { renewClients } from './data';
import { closeDialog, openDialog } from './dialog';
import { Foot } from './Foot';
import classes from './Forms.module.css';
import { SOURCES, STATUSES, TYPES } from './filters';
import { openClient } from './opened';

/** «Nuevo Cliente». Who seems to be known already is asked about before somebody is taken up twice. */
export function NewClientForm({ draft: written }: { draft?: Schemas['ClientIn'] }) {
  const { client: said, clients, people, actions } = useTexts();
  const user = useUser();
  const here = useBranch() ?? user.branches[0];
  const [draft, setDraft] = useState<Schemas['ClientIn']>(
    written ?? {
      first_name: '',
      type: 'lead',
      source: 'direct',
      status: 'active',
      allow_duplicate: false,
      branch_id: here?.id,
    },
  );
  const create = api.useMutation('post', '/api/v1/clients', {
    meta: { quiet: true },
    onSuccess: (made) => {
      closeDialog();
      showDone(said.isTaken(made.name), [{ label: said.see, act: () => openClient(made.id) }]);
      renewClients();
    },
    onError: (problem) => !namesFields(problem) && candidatesOf(problem).length === 0 && showProblem(problem),
  });
  const candidates = candidatesOf(create.error);
  const change = (changed: Partial<Schemas['ClientIn']>) => setDraft({ ...draft, ...changed });
  const wrong = (field: string) => create.error?.errors?.[field]?.join(' ');
  const submit = (allow_duplicate: boolean) =>
    create.mutate({
      body: {
        ...draft,
        first_name: draft.first_name.trim(),
        last_name: draft.last_name?.trim(),
        phone: draft.phone?.trim() || null,
        email: draft.email?.trim() || null,
        notes: draft.notes?.trim(),
        allow_duplicate,
      },
    });
  const choice = <T extends string>(choices: readonly T[], texts: Record<T, string>) => ({
    data: choices.map((value) => ({ value, label: texts[value] })),
    comboboxProps: { withinPortal: false },
    allowDeselect: false,
    openOnFocus: false,
    withAsterisk: true,
  });

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit(false);
      }}
      onKeyDown={(event) => event.key === 'Enter' && event.ctrlKey && event.currentTarget.requestSubmit()}
    >
      <Stack gap={14}>
        <div className={classes.two}>
          <TextInput
            label={said.firstName}
            value={draft.first_name}
            error={wrong('first_name')}
            onChange={(event) => change({ first_name: event.currentTarget.value })}
            maxLength={200}
            autoComplete="off"
            data-autofocus
            withAsterisk
          />
          <TextInput
            label={said.lastName}
            value={draft.last_name ?? ''}
            error={wrong('last_name')}
            onChange={(event) => change({ last_name: event.currentTarget.value })}
            maxLength={200}
            autoComplete="off"
          />
          <TextInput
            label={said.phone}
            placeholder={said.phoneHint}
            type="tel"
            value={draft.phone ?? ''}
            error={wrong('phone')}
            onChange={(event) => change({ phone: event.currentTarget.value })}
            maxLength={60}
            autoComplete="off"
          />
          <TextInput
            label={said.email}
            type="email"
            value={draft.email ?? ''}
            error={wrong('email')}
            onChange={(event) => change({ email: event.currentTarget.value })}
            maxLength={254}
            autoComplete="off"
          />
        </div>
        <div className={classes.three}>
          <Select
            {...choice(TYPES, clients.types)}
            label={said.type}
            value={draft.type}
            onChange={(type) => type && change({ type })}
          />
          <Select
            {...choice(SOURCES, clients.sources)}
            label={said.source}
            value={draft.source}
            onChange={(source) => source && change({ source })}
          />
          <Select
            {...choice(STATUSES, clients.statuses)}
            label={said.status}
            value={draft.status}
            onChange={(status) => status && change({ status })}
          />
        </div>
        <div className={classes.two}>
          <PersonSelect
            label={said.assigned}
            nobody={people.nobody}
            branchId={draft.branch_id}
            value={draft.assigned_to_id ?? undefined}
            error={wrong('assigned_to_id')}
            onChange={(id) => change({ assigned_to_id: id ?? null })}
          />
          {user.branches.length > 1 && (
            <Select
              label={said.branch}
              data={user.branches.map(({ id, name }) => ({ value: id, label: name }))}
              value={draft.branch_id ?? null}
              error={wrong('branch_id')}
              onChange={(id) => id && change({ branch_id: id, assigned_to_id: null })}
              comboboxProps={{ withinPortal: false }}
              allowDeselect={false}
              openOnFocus={false}
              withAsterisk
            />
          )}
        </div>
        <Textarea
          label={said.notes}
          placeholder={said.notesHint}
          value={draft.notes ?? ''}
          error={wrong('notes')}
          onChange={(event) => change({ notes: event.currentTarget.value })}
          maxLength={10_000}
          autosize
          minRows={2}
          maxRows={6}
        />
        {candidates.length > 0 && (
          <Candidates
            candidates={candidates}
            onChoose={({ id, name }) => {
              closeDialog();
              openClient(id);
              showDone(said.notCreated(name), [
                { label: said.goOn, act: () => openDialog({ kind: 'new', draft }) },
              ]);
            }}
          />
        )}
        <Foot label={actions.save} busy={create.isPending} ready={!!draft.first_name.trim()}>
          {candidates.length > 0 && (
            <Button variant="light" onClick={() => submit(true)}>
              {said.createAnyway}
            </Button>
          )}
        </Foot>
      </Stack>
    </form>
  );
}
