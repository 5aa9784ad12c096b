import { Alert, Button, Checkbox, Group, Select, Stack, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useConnected } from '~/api/connection';
import type { Problem } from '~/api/problem';
import { useUser } from '~/api/session';
import { useBranch, useTimeZones, useToday } from '~/branch';
import { now } from '~/clock';
import { clockTime, relativeDay } from '~/dates';
import { useLanguage, useTexts } from '~/i18n';
import { usePack } from '~/packs';
import { ContactFields } from './ContactFields';
import { Duplicates } from './Duplicates';
import { type Chosen, chosenAs, isComplete, isNew, needsPhone } from './draft';
import { draftOf, dropDraft, isWorthKeeping, keepDraft, type Written } from './drafts';
import classes from './Interactions.module.css';
import { type Opening, opening } from './open';
import { SaidFields } from './SaidFields';
import { unsaid } from './said';
import { useRegister } from './useRegister';

export function InteractionForm({ open }: { open: Opening }) {
  const { interactions, actions } = useTexts();
  const language = useLanguage();
  const form = useRef<HTMLFormElement>(null);
  const [restored, setRestored] = useState(() => (open.written ? undefined : draftOf(open)));
  const [written, write] = useState<Written>(() => open.written ?? restored ?? nothingYet(open));
  const { chosen, said, completes } = written;
  const { branchId, today, pack } = useHouse(written, write);
  const { save, submit } = useRegister(open, (day) => relativeDay(day, today, language));
  const problem = save.error as Problem | null;
  const wrong = (field: string) => problem?.errors?.[field]?.join(' ');
  const worthKeeping = isWorthKeeping(written, open);

  useEffect(() => keepDraft(open, written), [open, written]);

  function choose(next: Chosen) {
    write({ ...written, chosen: next });
    if (problem?.type.endsWith('/possible-duplicate')) save.reset();
    // Whoever has been found needs no more words than the notes.
    if (next.contact && !needsPhone(next))
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[data-notes]')?.focus());
  }

  function discard() {
    dropDraft(open);
    opening.set(null);
  }

  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        submit({ ...written, branchId });
      }}
      onKeyDown={(event) => event.key === 'Enter' && event.ctrlKey && event.currentTarget.requestSubmit()}
    >
      <Stack gap={16}>
        {restored && (
          <Restored
            onDiscard={() => {
              setRestored(undefined);
              write(nothingYet(open));
            }}
          />
        )}
        <ContactFields chosen={chosen} onChange={choose} wrong={wrong} />
        {isNew(chosen) && (
          <BranchField value={branchId} onChange={(id) => write({ ...written, branchId: id })} />
        )}
        {problem?.type.endsWith('/possible-duplicate') && (
          <Duplicates
            problem={problem}
            onChoose={choose}
            onAnyway={() => submit({ ...written, branchId }, { allowDuplicate: true })}
          />
        )}
        <SaidFields
          said={said}
          onChange={(next) => write({ ...written, said: next })}
          today={today}
          pack={pack}
          branchId={branchId}
          wrong={wrong}
          focusNotes={!!open.client}
        />
        {open.followUpId && (
          <Checkbox
            label={interactions.completes}
            checked={completes}
            onChange={(event) => write({ ...written, completes: event.currentTarget.checked })}
          />
        )}
        {problem && /\/(already-completed|not-open)$/.test(problem.type) && (
          <Alert color="yellow" title={problem.title} role="alert">
            <Text fz={14}>{problem.detail}</Text>
            <Button
              size="compact-sm"
              variant="default"
              mt={8}
              onClick={() => submit({ ...written, branchId }, { withoutCompleting: true })}
            >
              {interactions.saveWithoutCompleting}
            </Button>
          </Alert>
        )}
        <Group justify="flex-end" gap="xs" className={classes.foot}>
          <Button variant="default" onClick={discard}>
            {worthKeeping ? interactions.discard : actions.cancel}
          </Button>
          <Button type="submit" disabled={!isComplete(chosen, said.occurredOn)} loading={save.isPending}>
            {actions.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const nothingYet = ({ client }: Opening): Written => ({
  chosen: chosenAs(client),
  said: unsaid(null, ''),
  completes: true,
});

/** The branch that it happens in, which day it is there, and how that kind of house works. */
function useHouse(written: Written, write: (written: Written) => void) {
  const { branches } = useUser();
  const here = useBranch() ?? branches[0];
  const branchId = written.branchId ?? here?.id;
  const today = useToday()(branchId);
  const zone = useTimeZones()(branchId);
  const pack = usePack(branchId);
  const isConnected = useConnected();
  useEffect(() => {
    // Without a connection it may never be known.
    if (written.said.occurredOn || (!pack && isConnected)) return;
    const time = pack?.occurred_at === 'instant' ? clockTime(now(), zone) : '';
    write({ ...written, said: { ...written.said, occurredOn: today, occurredTime: time } });
  }, [pack, isConnected, written, write, today, zone]);
  return { branchId, today, pack };
}

function Restored({ onDiscard }: { onDiscard: () => void }) {
  const { interactions } = useTexts();
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm" className={classes.restored} role="status">
      <Group gap={8} wrap="nowrap">
        <IconHistory size={17} aria-hidden />
        <Text fz={13.5}>{interactions.restored}</Text>
      </Group>
      <Button size="compact-sm" variant="subtle" color="gray" c="var(--ink-2)" onClick={onDiscard}>
        {interactions.startAnew}
      </Button>
    </Group>
  );
}

/** Whoever works in several branches says in which one somebody new is to be known. */
function BranchField({ value, onChange }: { value?: string; onChange: (id: string) => void }) {
  const { branches } = useUser();
  const { frame } = useTexts();
  if (branches.length < 2) return null;
  return (
    <Select
      label={frame.branch}
      data={branches.map(({ id, name }) => ({ value: id, label: name }))}
      value={value ?? null}
      onChange={(id) => id && onChange(id)}
      comboboxProps={{ withinPortal: false }}
      allowDeselect={false}
    />
  );
}
