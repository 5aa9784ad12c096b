import { Skeleton, Text, Title } from '@mantine/core';
import type { FollowUp, Schemas } from '~/api/client';
import { useTimeZones, useToday } from '~/branch';
import { dayOf, relativeDay, shortDay } from '~/dates';
import { useLanguage, useTexts } from '~/i18n';
import { Method } from '~/ui/Method';
import classes from './Attend.module.css';

const MOST = 8;

interface Props {
  followUp: FollowUp;
  profile?: Schemas['Profile'];
  failed: boolean;
}

/** What was said before, newest first, and what else is promised. */
export function PastContacts({ followUp, profile, failed }: Props) {
  const { attend, interactions: said } = useTexts();
  const language = useLanguage();
  const zones = useTimeZones();
  const today = useToday();
  const others = profile?.follow_ups.filter(
    ({ id, state }) => id !== followUp.id && state !== 'done' && state !== 'cancelled',
  );
  const missing = failed || profile?.degraded.includes('interactions');
  return (
    <section className={classes.past} aria-labelledby="past">
      <Title order={3} id="past" className={classes.pastTitle}>
        {attend.history}
      </Title>
      {!!others?.length && (
        <Text fz={13.5} c="var(--ink-2)" mb={10}>
          {attend.others(others.map(({ due_on }) => shortDay(due_on, language)).join(', '))}
        </Text>
      )}
      {missing ? (
        <Text fz={13.5} c="var(--ink-3)">
          {attend.noHistory}
        </Text>
      ) : !profile ? (
        <Skeleton h={120} radius="md" />
      ) : profile.interactions.length === 0 ? (
        <Text fz={13.5} c="var(--ink-3)">
          {attend.first}
        </Text>
      ) : (
        <ol className={classes.talks}>
          {profile.interactions.slice(0, MOST).map((each) => (
            <li key={each.id}>
              <div className={classes.talk}>
                <Method method={each.method} />
                <span>
                  {said[each.direction]} ·{' '}
                  {relativeDay(
                    dayOf(Date.parse(each.occurred_at), zones(each.branch_id)),
                    today(each.branch_id),
                    language,
                  )}
                </span>
              </div>
              <Text className={classes.told}>{each.notes || attend.noNotes}</Text>
              <Text fz={12.5} c="var(--ink-3)">
                {each.author?.name ?? said.byItself}
              </Text>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
