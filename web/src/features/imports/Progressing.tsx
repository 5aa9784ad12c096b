import { Alert, Button, Group, Progress, Text } from '@mantine/core';
import { IconAlertTriangle, IconArrowBackUp, IconUpload } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, outdate } from '~/api/client';
import { useTimeZones } from '~/branch';
import { dayOf, shortDay } from '~/dates';
import { useLanguage, useTexts } from '~/i18n';
import { type Import, isAtWork } from './data';
import classes from './Imports.module.css';
import { RevertQuestion } from './RevertQuestion';

/** How far an import is, and what can be done with it now. */
export function Progressing({ job }: { job: Import }) {
  return (
    <section className={classes.card} aria-live="polite">
      {isAtWork(job) ? (
        <AtWork job={job} />
      ) : job.status === 'ready' ? (
        <Ready job={job} />
      ) : (
        <Over job={job} />
      )}
    </section>
  );
}

function AtWork({ job }: { job: Import }) {
  const { imports } = useTexts();
  const { rows, status } = job;
  // While the file is read nobody knows how long it is.
  const all = status === 'checking' ? 0 : rows.new + rows.updates;
  return (
    <>
      <Group justify="space-between" mb={8}>
        <Text fw={600}>{imports.working(imports.statuses[status])}</Text>
        <Text fz={13.5} c="var(--ink-2)">
          {all ? imports.progress(rows.done, all) : imports.checked(rows.total)}
        </Text>
      </Group>
      <Progress
        value={all ? (100 * rows.done) / all : 100}
        size={10}
        radius="xl"
        striped
        animated
        aria-label={imports.statuses[status]}
      />
      <Text fz={13} c="var(--ink-3)" mt={8}>
        {imports.canLeave}
      </Text>
    </>
  );
}

function Ready({ job }: { job: Import }) {
  const { imports } = useTexts();
  const apply = api.useMutation('post', '/api/v1/imports/{id}/apply', {
    onSettled: () => outdate('imports'),
  });
  const { rows } = job;
  const usable = rows.new + rows.updates;
  const left = rows.duplicates + rows.errors;
  return (
    <div className={classes.doing}>
      <div>
        <Text fw={600}>{usable ? imports.nothingYet : imports.nothingToApply}</Text>
        <Figures job={job} />
        {left > 0 && (
          <Text fz={13} c="var(--ink-3)" mt={6}>
            {imports.leftOut(left)}
          </Text>
        )}
      </div>
      {usable > 0 && (
        <Button
          leftSection={<IconUpload size={17} aria-hidden />}
          loading={apply.isPending}
          onClick={() => apply.mutate({ params: { path: { id: job.id } }, body: {} })}
        >
          {imports.apply(usable)}
        </Button>
      )}
    </div>
  );
}

function Over({ job }: { job: Import }) {
  const { imports } = useTexts();
  const language = useLanguage();
  const zones = useTimeZones();
  const [asks, ask] = useState(false);
  const { rows, status, rows_kept_until: until } = job;
  const canRevert = (status === 'applied' || (status === 'failed' && !!job.applied_at)) && !!until;
  return (
    <>
      {status === 'failed' && (
        <Alert color="red" icon={<IconAlertTriangle size={18} />} title={imports.failed} mb="sm" role="alert">
          {job.reason}
        </Alert>
      )}
      <div className={classes.doing}>
        <div>
          {status === 'applied' && <Text fw={600}>{imports.applied(rows.new + rows.updates)}</Text>}
          {status === 'reverted' && <Text fw={600}>{imports.reverted(rows.kept)}</Text>}
          {rows.total > 0 && <Figures job={job} />}
          {(!until || status !== 'reverted') && (
            <Text fz={13} c="var(--ink-3)" mt={6}>
              {until
                ? imports.keptUntil(shortDay(dayOf(Date.parse(until), zones(job.branch_id)), language))
                : imports.forgotten}
            </Text>
          )}
        </div>
        <Group gap={8}>
          {rows.kept > 0 && (
            <Button
              variant="default"
              renderRoot={(props) => (
                <Link to="/imports/$id" params={{ id: job.id }} search={{ show: 'kept' }} {...props} />
              )}
            >
              {imports.seeKept}
            </Button>
          )}
          {canRevert && (
            <Button
              variant="default"
              leftSection={<IconArrowBackUp size={17} aria-hidden />}
              onClick={() => ask(true)}
            >
              {imports.revert}
            </Button>
          )}
        </Group>
      </div>
      <RevertQuestion job={job} opened={asks} onClose={() => ask(false)} />
    </>
  );
}

function Figures({ job: { rows } }: { job: Import }) {
  const { outcomes } = useTexts().imports;
  const figures: [string, number][] = [
    [outcomes.new, rows.new],
    [outcomes.update, rows.updates],
    [outcomes.duplicate, rows.duplicates],
    [outcomes.error, rows.errors],
  ];
  return (
    <dl className={classes.figures}>
      {figures.map(([what, count]) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd>{count}</dd>
        </div>
      ))}
    </dl>
  );
}
