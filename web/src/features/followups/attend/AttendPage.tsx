import { Kbd, Text } from '@mantine/core';
import { IconList } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { api, type FollowUp } from '~/api/client';
import { useToday } from '~/branch';
import { addDays } from '~/dates';
import { useTexts } from '~/i18n';
import { USUAL_DAYS } from '~/ui/DayField';
import { LinkButton } from '~/ui/LinkButton';
import { LoadFailed } from '~/ui/LoadFailed';
import { showNote } from '~/ui/notices';
import { PageHeader } from '~/ui/PageHeader';
import { SheetLoading } from '~/ui/SheetLoading';
import { useShortcuts } from '~/ui/shortcuts';
import { usePhone } from '~/ui/usePhone';
import { nameOf, useFollowUpActions } from '../actions';
import { Answer } from './Answer';
import classes from './Attend.module.css';
import { Finished } from './Finished';
import { PastContacts } from './PastContacts';
import { countOf } from './queue';
import { nothingWritten, useAnswer, type Written } from './useAnswer';
import { useHold } from './useHold';
import { useQueue } from './useQueue';
import { Who } from './Who';

/** The queue: whoever waits, one at a time, the most urgent first. */
export function AttendPage() {
  const { attend } = useTexts();
  const phone = usePhone();
  const filters = useSearch({ from: '/attend' });
  const queue = useQueue(filters, useFollowUpActions());
  const { current, left, passed, list } = queue;
  const done = countOf(passed, 'done');
  const all = done + left;
  return (
    <>
      <PageHeader title={attend.title} lead={list.data && attend.left(left)}>
        {!phone && (
          <LinkButton
            to="/follow-ups"
            search={filters}
            variant="default"
            leftSection={<IconList size={17} aria-hidden />}
          >
            {attend.list}
          </LinkButton>
        )}
      </PageHeader>
      {all > 0 && (
        <div className={classes.progress} aria-hidden>
          <span style={{ width: `${(100 * done) / all}%` }} />
        </div>
      )}
      {list.error && !current ? (
        <LoadFailed problem={list.error} onRetry={() => list.refetch()} />
      ) : current ? (
        <Turn key={current.id} followUp={current} queue={queue} />
      ) : list.isPending ? (
        <SheetLoading height={420} />
      ) : (
        <Finished done={done} skipped={passed.size - done} filters={filters} onAgain={queue.again} />
      )}
    </>
  );
}

// What was written about somebody who was skipped, or whose answer was refused or taken back.
const unsent = new Map<string, Written>();

interface TurnProps {
  followUp: FollowUp;
  queue: ReturnType<typeof useQueue>;
}

/** One person's turn. */
function Turn({ followUp: first, queue }: TurnProps) {
  const { attend } = useTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const card = useRef<HTMLElement>(null);
  const [written, write] = useState(() => unsent.get(first.id) ?? nothingWritten);
  const { data: followUp = first } = api.useQuery(
    'get',
    '/api/v1/follow-ups/{id}',
    { params: { path: { id: first.id } } },
    { initialData: first },
  );
  const profile = api.useQuery('get', '/api/v1/clients/{id}/profile', {
    params: { path: { id: first.client.id } },
  });
  const today = useToday()(first.branch_id);
  const answer = useAnswer({
    onDone: (each) => {
      unsent.delete(each.id);
      queue.pass(each, 'done');
    },
    onBack: (each, before) => {
      unsent.set(each.id, before);
      queue.back(each);
    },
  });
  useHold(first, (by, each) => {
    showNote(attend.taken(by, nameOf(each)));
    queue.pass(each, 'taken');
  });

  useEffect(() => heading.current?.focus({ preventScroll: true }), []);

  const change = (next: Written) => {
    write(next);
    unsent.set(first.id, next);
  };
  const complete = () => answer(followUp, written);
  const skip = () => queue.pass(followUp, 'skipped');
  const press = (what: string) => card.current?.querySelector<HTMLElement>(what)?.click();

  useShortcuts({
    l: () => press('[data-call]'),
    w: () => press('[data-whatsapp]'),
    r: () => field.current?.focus(),
    c: complete,
    s: skip,
    ...Object.fromEntries(
      USUAL_DAYS.map((days, place) => [
        String(place + 1),
        () => change({ ...written, next: addDays(today, days) }),
      ]),
    ),
  });

  return (
    <div className={classes.page}>
      <article
        ref={card}
        className={classes.card}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && event.target === field.current) heading.current?.focus();
        }}
      >
        <Who
          followUp={followUp}
          client={profile.data?.client}
          heading={heading}
          onNext={() => queue.pass(followUp, 'taken')}
        />
        <Answer
          followUp={followUp}
          written={written}
          onChange={change}
          onDone={complete}
          onSkip={skip}
          field={field}
        />
      </article>
      <div>
        <PastContacts followUp={followUp} profile={profile.data} failed={!!profile.error} />
        <Keys />
      </div>
    </div>
  );
}

function Keys() {
  const { attend } = useTexts();
  if (usePhone()) return null;
  return (
    <Text component="p" className={classes.keys}>
      {attend.keys.map(([key, does]) => (
        <span key={key}>
          <Kbd size="xs">{key}</Kbd> {does}
        </span>
      ))}
    </Text>
  );
}
