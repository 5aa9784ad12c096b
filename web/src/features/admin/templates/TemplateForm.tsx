import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconRestore } from '@tabler/icons-react';
import { type RefObject, useRef, useState } from 'react';
import { filled, inserted, used } from '~/features/messages/open';
import { FormAlert } from '~/ui/FormAlert';
import { showDone } from '~/ui/notices';
import { wrongIn } from '~/ui/wrong';
import { Foot } from '../rules/Foot';
import { useTexts } from '../texts';
import classes from './Templates.module.css';
import { examplesOf, type Template, useSaving } from './useTemplates';

const LONGEST = 1024;
const NEARLY = 200; // characters left, from which on it is told

type Part = 'title' | 'body';
type Field = HTMLInputElement | HTMLTextAreaElement;

interface Props {
  template: Template;
  onClose: () => void;
  onNewest: (now: Template) => void;
}

/** A text and, beside it, what it looks like with examples in it. */
export function TemplateForm({ template, onClose, onNewest }: Props) {
  const { templates: said } = useTexts();
  const { name, variables, usual, whatsapp_name } = template;
  const [draft, setDraft] = useState({ title: template.title, body: template.body, whatsapp_name });
  const change = (changed: Partial<typeof draft>) => setDraft({ ...draft, ...changed });
  const title = useRef<HTMLInputElement>(null);
  const body = useRef<HTMLTextAreaElement>(null);
  const last = useRef<Part>('body');
  const done = () => {
    onClose();
    showDone(said.saved(said.kinds[name]));
  };
  const { put, save, overwrite, reload } = useSaving(template, done, onNewest);
  const wrong = wrongIn(put.error);
  const known = new Set(variables.map((each) => each.name));
  const unknown = (part: Part) => used(draft[part]).find((each) => !known.has(each));
  const errorOf = (part: Part) => {
    const missing = unknown(part);
    return missing === undefined ? wrong(part) : said.unknown(missing);
  };
  const isUsual = draft.title === usual.title && draft.body === usual.body;
  const left = LONGEST - draft.body.length;

  function insert(variable: string) {
    const part = last.current;
    const field: RefObject<Field | null> = part === 'title' ? title : body;
    const { selectionStart, selectionEnd } = field.current ?? {};
    const end = draft[part].length;
    const { text, cursor } = inserted(draft[part], variable, selectionStart ?? end, selectionEnd ?? end);
    change({ [part]: text });
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(cursor, cursor);
    });
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save(draft);
      }}
    >
      <Stack gap={16}>
        <FormAlert problem={put.error} onOverwrite={overwrite} onReload={reload} />
        <div className={classes.sides}>
          <Stack gap={16}>
            <TextInput
              ref={title}
              label={said.title}
              description={said.titleHint}
              value={draft.title}
              onFocus={() => {
                last.current = 'title';
              }}
              onChange={(event) => change({ title: event.currentTarget.value })}
              error={errorOf('title')}
              maxLength={200}
              autoComplete="off"
            />
            <Textarea
              ref={body}
              label={said.body}
              description={left < NEARLY ? said.left(left) : undefined}
              value={draft.body}
              onFocus={() => {
                last.current = 'body';
              }}
              onChange={(event) => change({ body: event.currentTarget.value })}
              error={errorOf('body')}
              maxLength={LONGEST}
              minRows={4}
              maxRows={12}
              autosize
              data-autofocus
            />
            <fieldset className={classes.variables}>
              <legend>{said.variables}</legend>
              <Text fz={12.5} c="var(--ink-3)">
                {said.variablesHint}
              </Text>
              <div className={classes.chips}>
                {variables.map((each) => (
                  <Button
                    key={each.name}
                    size="compact-sm"
                    variant="default"
                    radius="xl"
                    onClick={() => insert(each.name)}
                  >
                    {each.meaning}
                  </Button>
                ))}
              </div>
            </fieldset>
            <TextInput
              label={said.whatsapp}
              description={said.whatsappHint}
              value={draft.whatsapp_name}
              onChange={(event) => change({ whatsapp_name: event.currentTarget.value })}
              error={wrong('whatsapp_name')}
              maxLength={512}
              autoComplete="off"
              spellCheck={false}
            />
          </Stack>
          <Preview template={template} title={draft.title} body={draft.body} />
        </div>
        <Group className={classes.foot} gap="xs">
          <Button
            variant="subtle"
            color="gray"
            c="var(--ink-2)"
            leftSection={<IconRestore size={17} aria-hidden />}
            disabled={isUsual}
            onClick={() => change(usual)}
          >
            {said.usual}
          </Button>
          <Foot
            busy={put.isPending}
            ready={
              !!draft.title.trim() &&
              !!draft.body.trim() &&
              !!draft.whatsapp_name &&
              unknown('title') === undefined &&
              unknown('body') === undefined
            }
            onClose={onClose}
          />
        </Group>
      </Stack>
    </form>
  );
}

function Preview({ template, title, body }: { template: Template; title: string; body: string }) {
  const { templates: said } = useTexts();
  const examples = examplesOf(template);
  const meaning = (name: string) => template.variables.find((each) => each.name === name)?.meaning ?? name;
  const parameters = used(body).map((name, place) => `{{${place + 1}}} ${meaning(name)}`);
  return (
    <section className={classes.preview} aria-label={said.preview}>
      <h3>{said.preview}</h3>
      <div className={classes.bubble}>
        <strong>{filled(title, examples)}</strong>
        {filled(body, examples)}
      </div>
      {parameters.length > 0 && <p className={classes.order}>{said.order(parameters.join(' · '))}</p>}
    </section>
  );
}
