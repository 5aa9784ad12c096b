import { useNavigate, useSearch } from '@tanstack/react-router';
import { may, useUser } from '~/api/session';
import { useTexts } from '~/i18n';
import { Chips } from '~/ui/Chips';
import { NotAllowed } from '~/ui/NotAllowed';
import { PageHeader } from '~/ui/PageHeader';
import type { ReportFilters } from './filters';
import classes from './Reports.module.css';
import { UnattendedReport } from './UnattendedReport';
import { WithoutNextReport } from './WithoutNextReport';

/** What the manager wants to know; both are lists that one can act on. */
export function ReportsPage() {
  const { reports } = useTexts();
  const user = useUser();
  const filters = useSearch({ from: '/reports' });
  const go = useNavigate({ from: '/reports' });
  const narrow = (changed: ReportFilters) =>
    go({ search: (before) => ({ ...before, ...changed }), replace: true });
  const clear = () => go({ search: { report: filters.report }, replace: true });
  const Report = filters.report ? WithoutNextReport : UnattendedReport;
  return (
    <>
      <PageHeader title={reports.title} lead={reports.lead} />
      {may(user, 'manager') ? (
        <>
          <div className={classes.choice}>
            <Chips<'without-next-step'>
              label={reports.choose}
              value={filters.report}
              onChange={(report) => go({ search: ({ branch_id }) => ({ report, branch_id }) })}
              choices={[
                { text: reports.unattended },
                { value: 'without-next-step', text: reports.withoutNextStep },
              ]}
            />
          </div>
          <Report filters={filters} onChange={narrow} onClear={clear} />
        </>
      ) : (
        <NotAllowed />
      )}
    </>
  );
}
