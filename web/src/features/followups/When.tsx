import type { FollowUp } from '~/api/client';
import { useToday } from '~/branch';
import { relativeDay, shortDay } from '~/dates';
import { useLanguage, useTexts } from '~/i18n';
import cells from '~/ui/cells.module.css';

/** «Hace 3 días», «Hoy a las 16:30». */
export function useWhen(): (followUp: FollowUp) => string {
  const { followUps } = useTexts();
  const language = useLanguage();
  const today = useToday();
  return ({ due_on, due_time, branch_id }) =>
    [relativeDay(due_on, today(branch_id), language), due_time && followUps.atTime(due_time)]
      .filter(Boolean)
      .join(' ');
}

/** When a follow-up is due, and what day that is; a day it was moved from is not forgotten. */
export function When({ followUp }: { followUp: FollowUp }) {
  const { followUps } = useTexts();
  const language = useLanguage();
  const { due_on, original_due_on } = followUp;
  return (
    <>
      <p className={cells.strong}>{useWhen()(followUp)}</p>
      <p className={cells.small}>
        {original_due_on === due_on
          ? shortDay(due_on, language)
          : followUps.postponed(shortDay(original_due_on, language))}
      </p>
    </>
  );
}
