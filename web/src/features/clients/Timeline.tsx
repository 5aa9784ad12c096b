import { ActionIcon, Button, Skeleton, Text } from '@mantine/core';
import { IconCheck, IconChecklist, IconNote, IconPencil, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTimeZones, useToday } from '~/branch';
import { dayOf, relativeDay, shortDay, timeOfDay } from '~/dates';
import { editInteraction } from '~/features/interactions/open';
import { useLanguage, useTexts } from '~/i18n';
import { LongText } from '~/ui/LongText';
import { METHOD_ICONS } from '~/ui/Method';
import classes from './Profile.module.css';
import { Section } from './Section';
import type { Moment } from './timeline';
import type { useTimeline } from './useTimeline';

interface Props {
  timeline: ReturnType<typeof useTimeline>;
  isMissing: boolean;
}

/** «Historial»: what happened with a client, whatever it was, the latest first. */
export function Timeline({ timeline, isMissing }: Props) {
  const { profile, actions } = useTexts();
  const { moments, hasMore, isLoading, loadMore } = timeline;
  return (
    <Section title={profile.timeline} isMissing={isMissing && moments.length === 0}>
      {moments.length === 0 && !isLoading && <Text className={classes.nothing}>{profile.noTimeline}</Text>}
      <ol className={classes.timeline}>
        {moments.map((moment) => (
          <li key={moment.id} className={classes.moment}>
            <MomentItem moment={moment} />
          </li>
        ))}
      </ol>
      {isLoading && <Skeleton h={60} radius="md" mt="sm" />}
      {hasMore && !isLoading && (
        <Button variant="default" fullWidth mt="sm" onClick={loadMore}>
          {actions.more}
        </Button>
      )}
    </Section>
  );
}

function MomentItem({ moment }: { moment: Moment }) {
  const { profile, methods } = useTexts();
  switch (moment.kind) {
    case 'interaction': {
      const { method, direction, author, notes, precision, completes_follow_up_id } = moment.of;
      const Icon = METHOD_ICONS[method];
      return (
        <Told
          moment={moment}
          icon={<Icon size={17} stroke={1.8} aria-hidden />}
          title={`${methods[method]} · ${profile[direction]}`}
          who={author?.name}
          text={notes}
          hasTime={precision === 'minute'}
          also={completes_follow_up_id ? profile.completedIt : undefined}
          action={
            <ActionIcon
              size={28}
              aria-label={profile.editInteraction}
              onClick={() => editInteraction(moment.of)}
            >
              <IconPencil size={15} aria-hidden />
            </ActionIcon>
          }
        />
      );
    }
    case 'follow_up': {
      const { state, completed_by, result, notes } = moment.of;
      const isDone = state === 'done';
      return (
        <Told
          moment={moment}
          state={isDone ? 'done' : undefined}
          icon={isDone ? <IconCheck size={17} aria-hidden /> : <IconX size={17} aria-hidden />}
          title={isDone ? profile.followUpDone : profile.followUpCancelled}
          who={completed_by?.name}
          text={result?.details || notes}
        />
      );
    }
    case 'task': {
      const { status, closed_by, description, outcome, closing_note } = moment.of;
      const isDone = status === 'done';
      return (
        <Told
          moment={moment}
          state={isDone ? 'done' : undefined}
          icon={isDone ? <IconChecklist size={17} aria-hidden /> : <IconX size={17} aria-hidden />}
          title={`${profile.taskClosed[isDone ? 'done' : 'cancelled']}: ${description}`}
          who={closed_by?.name}
          text={[outcome, closing_note].filter(Boolean).join('. ')}
        />
      );
    }
    case 'note':
      return (
        <Told
          moment={moment}
          icon={<IconNote size={17} stroke={1.8} aria-hidden />}
          title={profile.note}
          who={moment.of.author.name}
          text={moment.of.text}
        />
      );
  }
}

interface ToldProps {
  moment: Moment;
  icon: ReactNode;
  title: string;
  who?: string | null;
  text: string;
  state?: string;
  hasTime?: boolean;
  also?: string;
  action?: ReactNode;
}

function Told({ moment, icon, title, who, text, state, hasTime = true, also, action }: ToldProps) {
  const { profile } = useTexts();
  const language = useLanguage();
  const { branch_id } = moment.of;
  const zone = useTimeZones()(branch_id);
  const today = useToday()(branch_id);
  const at = Date.parse(moment.at);
  const day = dayOf(at, zone);
  const when = [relativeDay(day, today, language), hasTime && timeOfDay(at, zone, language)];
  return (
    <>
      <span className={classes.icon} data-state={state}>
        {icon}
      </span>
      <div className={classes.told}>
        <div className={classes.toldHead}>
          <Text fz={13.5} fw={600} className={classes.long}>
            {title}
          </Text>
          <time dateTime={moment.at} title={shortDay(day, language)} className={classes.time}>
            {when.filter(Boolean).join(', ')}
          </time>
        </div>
        {(who || also) && (
          <Text fz={12.5} c="var(--ink-3)">
            {[who && profile.by(who), also].filter(Boolean).join(' · ')}
          </Text>
        )}
        {text && <LongText text={text} />}
      </div>
      {action}
    </>
  );
}
