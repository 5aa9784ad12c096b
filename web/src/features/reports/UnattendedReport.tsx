import { Button } from '@mantine/core';
import { IconChecks } from '@tabler/icons-react';
import { useTexts } from '~/i18n';
import { EmptyState } from '~/ui/EmptyState';
import { ExportMenu } from '~/ui/ExportMenu';
import { LoadFailed } from '~/ui/LoadFailed';
import { Period } from '~/ui/Period';
import { PersonSelect } from '~/ui/PersonSelect';
import { BranchSelect } from './BranchSelect';
import { UNATTENDED, useUnattended } from './data';
import classes from './Reports.module.css';
import type { ReportProps } from './report';
import { Totals } from './Totals';
import { UnattendedList } from './UnattendedList';

/** «Seguimientos sin atención»: by branch, sales agent and period. */
export function UnattendedReport({ filters, onChange, onClear }: ReportProps) {
  const { reports, actions } = useTexts();
  const { list, query, rows, totals } = useUnattended(filters);
  const { branch_id, agent_id, from, to } = filters;
  return (
    <>
      <search className={classes.filters} aria-label={reports.filters}>
        <BranchSelect value={branch_id} onChange={(id) => onChange({ branch_id: id, agent_id: undefined })} />
        <PersonSelect
          label={reports.agent}
          nobody={reports.everyAgent}
          branchId={branch_id}
          value={agent_id}
          onChange={(id) => onChange({ agent_id: id })}
        />
        <Period from={from} to={to} onChange={onChange} />
        <div className={classes.acts}>
          {(branch_id || agent_id || from || to) && (
            <Button variant="subtle" color="gray" h={36} onClick={onClear}>
              {reports.clear}
            </Button>
          )}
          <ExportMenu
            path={UNATTENDED}
            query={query}
            name={reports.unattended}
            formats={['pdf', 'xlsx', 'csv']}
            disabled={totals?.count === 0}
          />
        </div>
      </search>
      {list.error ? (
        <LoadFailed problem={list.error} onRetry={() => list.refetch()} />
      ) : rows?.length === 0 ? (
        <EmptyState icon={<IconChecks size={30} />} title={reports.allAttended}>
          {reports.allAttendedMore}
        </EmptyState>
      ) : (
        <>
          {totals && <Totals totals={totals} />}
          <UnattendedList rows={rows} />
        </>
      )}
      {list.hasNextPage && (
        <div className={classes.more}>
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
            {actions.more}
          </Button>
        </div>
      )}
    </>
  );
}
