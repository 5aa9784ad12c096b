import { Button, Group, Textarea } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { api, type Schemas, type Task } from '~/api/client';
import { useUser } from '~/api/session';
import { useTimeZones } from '~/branch';
import { dayOf, shortDay } from '~/dates';
import { useLanguage, useTexts } from '~/i18n';
import { showDone } from '~/ui/notices';
import { renewTasks, useNotes } from './data';
import classes from './Task.module.css';

/** «Historial»: notes on a task, also once it is closed. */
export function Notes({ task }: { task: Task }) {
  const { tasks } = useTexts();
  const { data } = useNotes(task.id);
  const [isWriting, write] = useState(false);
  return (
    <section className={classes.section}>
      <h3>
        {tasks.history}
        {!isWriting && (
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => write(true)}
          >
            {tasks.addHistory}
          </Button>
        )}
      </h3>
      {isWriting && <NoteForm task={task} onDone={() => write(false)} />}
      <ul className={classes.notes}>
        {data?.items.map((note) => (
          <Note key={note.id} note={note} />
        ))}
      </ul>
      {data?.items.length === 0 && !isWriting && <div className={classes.small}>{tasks.noHistory}</div>}
    </section>
  );
}

function NoteForm({ task, onDone }: { task: Task; onDone: () => void }) {
  const { tasks, actions } = useTexts();
  const [text, setText] = useState('');
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => area.current?.focus(), []);
  const add = api.useMutation('post', '/api/v1/history', {
    onSuccess: () => {
      showDone(tasks.noted);
      renewTasks();
      onDone();
    },
  });
  const submit = () => text.trim() && add.mutate({ body: { task_id: task.id, text: text.trim() } });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => event.key === 'Enter' && event.ctrlKey && submit()}
    >
      <Textarea
        label={tasks.addHistory}
        placeholder={tasks.historyHint}
        value={text}
        error={add.error?.errors?.text?.join(' ')}
        onChange={(event) => setText(event.currentTarget.value)}
        maxLength={10_000}
        autosize
        minRows={2}
        maxRows={8}
        ref={area}
      />
      <Group justify="flex-end" gap={8} mt={8} mb={12}>
        <Button size="compact-md" variant="default" onClick={onDone}>
          {actions.cancel}
        </Button>
        <Button size="compact-md" type="submit" disabled={!text.trim()} loading={add.isPending}>
          {actions.save}
        </Button>
      </Group>
    </form>
  );
}

function Note({ note }: { note: Schemas['HistoryNote'] }) {
  const { tasks, actions } = useTexts();
  const language = useLanguage();
  const user = useUser();
  const zone = useTimeZones()(note.branch_id);
  const again = api.useMutation('post', '/api/v1/history', { onSettled: () => renewTasks() });
  const remove = api.useMutation('delete', '/api/v1/history/{id}', {
    onSuccess: () =>
      showDone(tasks.removed, [
        {
          label: actions.undo,
          act: () =>
            again.mutate({
              body: { task_id: note.task_id, text: note.text, occurred_at: note.occurred_at },
            }),
        },
      ]),
    onSettled: () => renewTasks(),
  });
  return (
    <li>
      <div className={classes.noteHead}>
        <span className={classes.small}>
          {note.author.name} · {shortDay(dayOf(Date.parse(note.occurred_at), zone), language)}
        </span>
        {note.author.id === user.id && (
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            c="var(--ink-2)"
            loading={remove.isPending}
            aria-label={`${tasks.remove}: ${note.text}`}
            onClick={() => remove.mutate({ params: { path: { id: note.id } } })}
          >
            {tasks.remove}
          </Button>
        )}
      </div>
      <p className={classes.said}>{note.text}</p>
    </li>
  );
}
