import { useTexts } from '~/i18n';
import type { Sale } from './data';
import { useMoments } from './moments';
import classes from './Sales.module.css';

/** What was entered in the last follow-up of a sale, how late it is, and when people are reminded. */
export function Summary({ sale }: { sale: Sale }) {
  const { sales, people } = useTexts();
  const { due, day, moment } = useMoments(sale.branch_id);
  const { summary } = sales;
  const last = sale.last_follow_up;
  const lines: [string, string | undefined][] = [
    [summary.followUp, last ? last.notes || sales.noResult : sales.noFollowUps],
    [summary.due, last ? `${due(last)} (${day(last.due_on)})` : undefined],
    [summary.assigned, last ? (last.assigned_to?.name ?? people.nobody) : undefined],
    [summary.overdue, sale.days_overdue > 0 ? sales.daysOverdue(sale.days_overdue) : sales.onTime],
    [summary.result, last?.result?.details ?? sale.result?.details],
    [summary.lastFollowUp, last?.result ? moment(last.result.occurred_at) : undefined],
    [summary.concluded, sale.concluded_at ? moment(sale.concluded_at) : undefined],
    [summary.reminders, sale.reminders.map(moment).join(' · ') || summary.noReminders],
  ];
  return (
    <dl className={classes.summary}>
      {lines.map(
        ([what, said]) =>
          said && (
            <div key={what}>
              <dt>{what}</dt>
              <dd>{said}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
