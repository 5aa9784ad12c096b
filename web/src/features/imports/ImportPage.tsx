import { Skeleton } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { outdate } from '~/api/client';
import { may, useUser } from '~/api/session';
import { useTimeZones } from '~/branch';
import { shortMoment } from '~/dates';
import { useLanguage, useTexts } from '~/i18n';
import { LoadFailed } from '~/ui/LoadFailed';
import { NotAllowed } from '~/ui/NotAllowed';
import { PageHeader } from '~/ui/PageHeader';
import { type Import, useImport } from './data';
import classes from './Imports.module.css';
import { Mapping } from './Mapping';
import { Progressing } from './Progressing';
import { Rows } from './Rows';
import { StatusBadge } from './StatusBadge';

/** One import: how far it is, what would become of each row, and what has. */
export function ImportPage() {
  const { imports } = useTexts();
  const { id } = useParams({ from: '/imports/$id' });
  const user = useUser();
  const { data, error, refetch } = useImport(id);
  const status = data?.status;
  useEffect(() => {
    // What the worker did is to be seen elsewhere too.
    if (status) outdate('imports');
    if (status === 'applied' || status === 'reverted') outdate('clients', 'contacts', 'panel');
  }, [status]);
  return (
    <>
      <Link to="/imports" className={classes.back}>
        <IconArrowLeft size={16} aria-hidden /> {imports.back}
      </Link>
      {!data && <PageHeader title={imports.title} />}
      {!may(user, 'manager') ? (
        <NotAllowed />
      ) : error ? (
        <LoadFailed problem={error} onRetry={refetch} />
      ) : data ? (
        <Opened job={data} />
      ) : (
        <Skeleton h={180} radius="lg" />
      )}
    </>
  );
}

function Opened({ job }: { job: Import }) {
  const language = useLanguage();
  const zones = useTimeZones();
  const at = shortMoment(job.created_at, zones(job.branch_id), language);
  return (
    <>
      <PageHeader title={job.file_name} lead={`${job.created_by.name ?? ''} · ${at}`}>
        <StatusBadge status={job.status} />
      </PageHeader>
      <Progressing job={job} />
      {job.status === 'ready' && <Mapping key={job.id} job={job} />}
      {job.status !== 'checking' && job.rows.total > 0 && <Rows job={job} />}
    </>
  );
}
