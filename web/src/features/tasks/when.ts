import type { Task } from '~/api/client';
import { useTimeZones, useToday } from '~/branch';
import { daysBetween, longDay, relativeDay, shortDay, timeOfDay } from '~/dates';
import { useLanguage, useTexts } from '~/i18n';
import { wallClock } from '~/wallClock';

type Planned = Pick<Task, 'planned_at' | 'due_on' | 'branch_id'>;
const NEAR = 7; // days that are said by their name

/** «Hoy, 16:30», «Mañana», «Viernes 27 de noviembre, 9:00», «18 dic 2026». */
export function useWhen(): (task: Planned) => string {
  const { tasks } = useTexts();
  const language = useLanguage();
  const zones = useTimeZones();
  const today = useToday();
  return ({ planned_at, due_on, branch_id }) => {
    const zone = zones(branch_id);
    const day = planned_at ? wallClock(planned_at, zone).day : (due_on ?? today(branch_id));
    const away = Math.abs(daysBetween(today(branch_id), day));
    const said =
      away <= 1
        ? relativeDay(day, today(branch_id), language)
        : away <= NEAR
          ? longDay(day, language)
          : shortDay(day, language);
    return planned_at ? tasks.when(said, timeOfDay(planned_at, zone, language)) : said;
  };
}
