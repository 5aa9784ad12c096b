import { Button } from '@mantine/core';
import { IconChecks } from '@tabler/icons-react';
import { useTexts } from '~/i18n';
import { Chips } from '~/ui/Chips';
import { EmptyState } from '~/ui/EmptyState';
import { ExportMenu } from '~/ui/ExportMenu';
import { LoadFailed } from '~/ui/LoadFailed';
import { BranchSelect } from './BranchSelect';
import { useWithoutNext, WITHOUT_NEXT } from './data';
import type { StepType } from './filters';
import classes from './Reports.module.css';
import type { ReportProps } from './report';
import { WithoutNextList } from './WithoutNextList';

/** «Sin próximo contacto»: active leads and prospects, and open sales, with no open follow-up. */
export function WithoutNextReport({ filters, onChange }: ReportProps) {
  const { reports, actions } = useTexts();
  const { list, query, rows, total } = useWithoutNext(filters);
  const { types } = reports;
  return (
    <>
      <search className={classes.filters} aria-label={reports.filters}>
        <BranchSelect value={filters.branch_id} onChange={(branch_id) => onChange({ branch_id })} />
        <Chips<StepType>
          label={reports.filterByType}
          value={filters.type}
          onChange={(type) => onChange({ type })}
          choices={[
            { text: reports.everyType },
            { value: 'lead', text: types.lead },
            { value: 'prospect', text: types.prospect },
            { value: 'sale', text: types.sale },
          ]}
        />
        <div className={classes.acts}>
          <ExportMenu
            path={WITHOUT_NEXT}
            query={query}
            name={reports.withoutNextStep}
            formats={['xlsx', 'csv']}
            disabled={total === 0}
          />
        </div>
      </search>
      {list.error ? (
        <LoadFailed problem={list.error} onRetry={() => list.refetch()} />
      ) : rows?.length === 0 ? (
        <EmptyState icon={<IconChecks size={30} />} title={reports.allPromised}>
          {reports.allPromisedMore}
        </EmptyState>
      ) : (
        <>
          {total !== undefined && <p className={classes.said}>{reports.waiting(total)}</p>}
          <WithoutNextList rows={rows} />
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
