import { Stack, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api, outdate } from '~/api/client';
import { showLatest } from '~/api/latest';
import { ColorField } from '~/ui/ColorField';
import { FormAlert } from '~/ui/FormAlert';
import { showDone } from '~/ui/notices';
import { isNamed, wrongIn } from '~/ui/wrong';
import { ifMatch, latest, type TaskType } from '../data';
import { closeDialog, openDialog } from '../dialog';
import { FormFoot } from '../FormFoot';
import { useTexts } from '../texts';

const NEW = {
  name: '',
  color: '#0e7490',
  default_duration_minutes: 30,
  priority: false,
  reminds_client: false,
};

/** A task shows its type's name and color wherever it is shown. */
export const renewTypes = () => outdate('task-types', 'tasks', 'board', 'agenda', 'panel', 'audit');

export function TypeForm({ type }: { type?: TaskType }) {
  const { taskTypes, admin, actions } = useTexts();
  const [draft, setDraft] = useState(() => ({ ...NEW, ...type }));
  const change = (changed: Partial<typeof NEW>) => setDraft({ ...draft, ...changed });
  const settings = { meta: { quiet: true } };
  const done =
    (say: (name: string) => string) =>
    ({ name }: TaskType) => {
      closeDialog();
      showDone(say(name));
      renewTypes();
    };
  const create = api.useMutation('post', '/api/v1/task-types', {
    ...settings,
    onSuccess: done(admin.created),
  });
  const save = api.useMutation('patch', '/api/v1/task-types/{id}', {
    ...settings,
    onSuccess: done(admin.saved),
  });
  const problem = create.error ?? save.error;
  const wrong = wrongIn(problem);
  const taken = isNamed(problem, 'name-taken');

  function submit(version?: number) {
    const { name, color, default_duration_minutes, priority, reminds_client } = draft;
    const body = { name: name.trim(), color, default_duration_minutes, priority, reminds_client };
    if (type) save.mutate({ params: { path: { id: type.id } }, headers: ifMatch(version), body });
    else create.mutate({ body });
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit(type?.version);
      }}
    >
      <Stack gap={18}>
        <FormAlert
          problem={taken ? null : problem}
          onOverwrite={() => submit()}
          onReload={() =>
            type && showLatest(latest.taskType(type.id), (now) => openDialog({ kind: 'type', type: now }))
          }
        />
        <TextInput
          label={admin.name}
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
          error={taken ? problem?.detail : wrong('name')}
          maxLength={200}
          autoComplete="off"
          data-autofocus
          required
        />
        <ColorField
          label={taskTypes.color}
          value={draft.color}
          onChange={(color) => change({ color })}
          error={wrong('color')}
        />
        <TextInput
          label={taskTypes.durationField}
          type="number"
          inputMode="numeric"
          min={1}
          max={10_080}
          w={180}
          value={draft.default_duration_minutes || ''}
          onChange={(event) =>
            change({ default_duration_minutes: Math.trunc(event.currentTarget.valueAsNumber) })
          }
          error={wrong('default_duration_minutes')}
          required
        />
        <Switch
          label={taskTypes.priority}
          description={taskTypes.priorityMore}
          checked={draft.priority}
          onChange={(event) => change({ priority: event.currentTarget.checked })}
        />
        <Switch
          label={taskTypes.reminds}
          description={taskTypes.remindsMore}
          checked={draft.reminds_client}
          onChange={(event) => change({ reminds_client: event.currentTarget.checked })}
        />
        <FormFoot
          label={actions.save}
          busy={create.isPending || save.isPending}
          ready={!!draft.name.trim() && draft.default_duration_minutes > 0}
        />
      </Stack>
    </form>
  );
}
