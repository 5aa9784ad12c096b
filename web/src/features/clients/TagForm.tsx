import { Button, Group, Input, Stack, TextInput } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { type FormEvent, useId, useState } from 'react';
import { api, outdate, type Schemas } from '~/api/client';
import { useTexts } from '~/i18n';
import { showDone, showProblem } from '~/ui/notices';
import { namesFields } from '~/ui/wrong';
import classes from './Forms.module.css';
import { COLORS } from './tagColors';

interface Props {
  /** None makes a new one. */
  tag?: Schemas['Tag'];
  onDone: () => void;
}

/** A tag's name and color. */
export function TagForm({ tag, onDone }: Props) {
  const { tagging, actions } = useTexts();
  const [name, setName] = useState(tag?.name ?? '');
  const [color, setColor] = useState<string>(tag?.color ?? COLORS.teal);
  const done = {
    meta: { quiet: true },
    onSuccess: (saved: Schemas['Tag']) => {
      onDone();
      showDone(tagging.saved(saved.name));
      outdate('tags', 'clients');
    },
    onError: (problem: Schemas['Problem']) =>
      !namesFields(problem) && !isTaken(problem) && showProblem(problem),
  };
  const create = api.useMutation('post', '/api/v1/tags', done);
  const change = api.useMutation('patch', '/api/v1/tags/{id}', done);
  const saving = tag ? change : create;
  const body = { name: name.trim(), color };

  function submit(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    if (!tag) return create.mutate({ body });
    change.mutate({
      params: { path: { id: tag.id } },
      headers: { 'If-Match': `"${tag.version}"` },
      body,
    });
  }

  return (
    <form onSubmit={submit} className={classes.candidate}>
      <Stack gap="sm">
        <TextInput
          label={tagging.name}
          placeholder={tagging.nameHint}
          value={name}
          error={isTaken(saving.error) ? saving.error?.detail : saving.error?.errors?.name?.join(' ')}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={200}
          autoComplete="off"
          autoFocus
          withAsterisk
        />
        <ColorField color={color} onChange={setColor} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" size="xs" onClick={onDone}>
            {actions.cancel}
          </Button>
          <Button type="submit" size="xs" loading={saving.isPending} disabled={!body.name}>
            {actions.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const isTaken = (problem: Schemas['Problem'] | null) => !!problem?.type.endsWith('/name-taken');

function ColorField({ color, onChange }: { color: string; onChange: (color: string) => void }) {
  const { tagging } = useTexts();
  const id = useId();
  const usual = Object.entries(COLORS) as [keyof typeof COLORS, string][];
  const isOther = !usual.some(([, each]) => each === color);
  return (
    <fieldset className={classes.group}>
      <Input.Label required component="legend">
        {tagging.color}
      </Input.Label>
      <div className={classes.swatches}>
        {usual.map(([name, value]) => (
          <label key={name} className={classes.swatch} style={{ background: value }}>
            <input
              type="radio"
              name={id}
              checked={color === value}
              aria-label={tagging.colorNamed(tagging.colors[name])}
              onChange={() => onChange(value)}
            />
            <IconCheck size={17} aria-hidden />
          </label>
        ))}
        <label className={classes.other} data-chosen={isOther || undefined}>
          {tagging.otherColor}
          <input type="color" value={color} onChange={(event) => onChange(event.currentTarget.value)} />
        </label>
      </div>
    </fieldset>
  );
}
