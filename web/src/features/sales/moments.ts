import type { FollowUp } from '~/api/client';
import { useTimeZones, useToday } from '~/branch';
import { type Day, relativeDay, shortDay, shortMoment } from '~/dates';
import { useLanguage, useTexts } from '~/i18n';

/** Days and instants in words, as the clocks of a branch show them. */
export function useMoments(branchId: string) {
  const { followUps } = useTexts();
  const language = useLanguage();
  const zone = useTimeZones()(branchId);
  const today = useToday()(branchId);
  return {
    today,
    zone,
    /** «18 nov 2026, 16:30» */
    moment: (instant: string) => shortMoment(instant, zone, language),
    day: (day: Day) => shortDay(day, language),
    /** «Dentro de 3 días a las 16:30» */
    due: ({ due_on, due_time }: Pick<FollowUp, 'due_on' | 'due_time'>) =>
      [relativeDay(due_on, today, language), due_time && followUps.atTime(due_time)]
        .filter(Boolean)
        .join(' '),
  };
}
