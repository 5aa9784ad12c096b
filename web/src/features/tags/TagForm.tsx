import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api, outdate, queryClient, type Schemas } from '~/api/client';
import { showLatest } from '~/api/latest';
import { useTexts } from '~/i18n';
import { ColorField } from '~/ui/ColorField';
import { FormAlert } from '~/ui/FormAlert';
import { showDone } from '~/ui/notices';
import { isNamed, wrongIn } from '~/ui/wrong';
import { tagOpening } from './open';
import { TagChip } from './TagChip';

interface Props {
  tag?: Schemas['Tag'];
  name?: string;
  onSaved?: (tag: Schemas['Tag']) => void;
}

export function TagForm({ tag, name: given = '', onSaved }: Props) {
  const { tags, actions } = useTexts();
  const [name, setName] = useState(tag?.name ?? given);
  const [color, setColor] = useState(tag?.color ?? '#0f766e');
  const close = () => tagOpening.set(null);
  const settings = {
    meta: { quiet: true },
    onSuccess: (saved: Schemas['Tag']) => {
      close();
      showDone(tags.saved(saved.name));
      outdate('tags', 'clients', 'audit');
      onSaved?.(saved);
    },
  };
  const create = api.useMutation('post', '/api/v1/tags', settings);
  const save = api.useMutation('patch', '/api/v1/tags/{id}', settings);
  const problem = create.error ?? save.error;
  const wrong = wrongIn(problem);
  const taken = isNamed(problem, 'name-taken');

  function submit(version?: number) {
    const body = { name: name.trim(), color };
    if (!tag) create.mutate({ body });
    else
      save.mutate({
        params: { path: { id: tag.id } },
        headers: version ? { 'If-Match': `"${version}"` } : {},
        body,
      });
  }

  function reload() {
    if (!tag) return;
    const path = { params: { path: { id: tag.id } } };
    const now = queryClient.fetchQuery(api.queryOptions('get', '/api/v1/tags/{id}', path, { staleTime: 0 }));
    showLatest(now, (found) => tagOpening.set({ tag: found, onSaved }));
  }

  return (
    <form
      onSubmit={(event) => {
        // It may stand over another form.
        event.preventDefault();
        event.stopPropagation();
        submit(tag?.version);
      }}
    >
      <Stack gap={18}>
        <FormAlert problem={taken ? null : problem} onOverwrite={() => submit()} onReload={reload} />
        <TextInput
          label={tags.name}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={taken ? problem?.detail : wrong('name')}
          maxLength={200}
          autoComplete="off"
          data-autofocus
          required
        />
        <ColorField label={tags.color} value={color} onChange={setColor} error={wrong('color')} />
        {name.trim() && (
          <Group gap={10} wrap="nowrap">
            <Text fz={13} c="var(--ink-3)" flex="none">
              {tags.example}
            </Text>
            <TagChip tag={{ name: name.trim(), color }} />
          </Group>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {actions.cancel}
          </Button>
          <Button type="submit" loading={create.isPending || save.isPending} disabled={!name.trim()}>
            {actions.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
