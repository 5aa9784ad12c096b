import { Skeleton, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { api } from '~/api/client';
import { useBranchFilter, useToday } from '~/branch';
import { addDays, type Day, longDay, weekdayOf } from '~/dates';
import { useLanguage, useTexts } from '~/i18n';
import { grouped } from '~/i18n/count';
import classes from './Panel.module.css';

const DAYS = 7;

/** How much is promised for each of the coming days: to be looked at before the next promise is made. */
export function Week() {
  const { panel } = useTexts();
  const today = useToday()();
  const days = Array.from({ length: DAYS }, (_, place) => addDays(today, place));
  const { data, error } = api.useQuery(
    'get',
    '/api/v1/follow-ups/by-day',
    { params: { query: { ...useBranchFilter(), due_from: today, due_to: days.at(-1) } } },
    { placeholderData: (before) => before },
  );
  const counts = new Map(data?.items.map(({ day, count }) => [day, count]));
  const most = Math.max(1, ...counts.values());
  return (
    <section className={classes.card} aria-labelledby="week">
      <header className={classes.head}>
        <Title order={2} id="week">
          {panel.week}
        </Title>
      </header>
      {error ? (
        <Text className={classes.nothing}>{panel.unknown}</Text>
      ) : !data ? (
        <Skeleton h={120} mx={16} mb={16} w="auto" />
      ) : (
        <ul className={classes.week}>
          {days.map((day) => (
            <Bar key={day} day={day} count={counts.get(day) ?? 0} most={most} isToday={day === today} />
          ))}
        </ul>
      )}
    </section>
  );
}

interface BarProps {
  day: Day;
  count: number;
  most: number;
  isToday: boolean;
}

function Bar({ day, count, most, isToday }: BarProps) {
  const { panel } = useTexts();
  const language = useLanguage();
  const name = longDay(day, language);
  return (
    <li>
      <Link
        to="/follow-ups"
        search={{ due_from: day, due_to: day }}
        className={classes.bar}
        data-state={isToday ? 'today' : undefined}
        title={panel.onDay(name, count)}
      >
        <span className={classes.barCount}>{count > 0 && grouped(count)}</span>
        <span className={classes.column} style={{ height: `${(100 * count) / most}%` }} aria-hidden />
        <span className={classes.barDay}>
          {isToday ? panel.today : weekdayOf(day, language)}
          <span className={classes.hidden}> {panel.onDay(name, count)}</span>
        </span>
      </Link>
    </li>
  );
}
