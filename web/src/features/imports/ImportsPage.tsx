import { Button, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconFiles } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { may, useUser } from '~/api/session';
import { useTimeZones } from '~/branch';
import { shortMoment } from '~/dates';
import { useLanguage, useTexts } from '~/i18n';
import { EmptyState } from '~/ui/EmptyState';
import { LoadFailed } from '~/ui/LoadFailed';
import { NotAllowed } from '~/ui/NotAllowed';
import { PageHeader } from '~/ui/PageHeader';
import { DropZone } from './DropZone';
import { type Import, useImports } from './data';
import classes from './Imports.module.css';
import { StatusBadge } from './StatusBadge';

/** Bring clients in from a file, and see what came of earlier ones. */
export function ImportsPage() {
  const { imports } = useTexts();
  const user = useUser();
  return (
    <>
      <PageHeader title={imports.title} lead={imports.lead} />
      {may(user, 'manager') ? (
        <>
          <DropZone />
          <Title order={2} mt={28} mb={10}>
            {imports.past}
          </Title>
          <Past />
        </>
      ) : (
        <NotAllowed />
      )}
    </>
  );
}

function Past() {
  const { imports, actions } = useTexts();
  const { list, imports: found } = useImports();
  if (list.error) return <LoadFailed problem={list.error} onRetry={() => list.refetch()} />;
  if (!found)
    return (
      <Stack gap={8} aria-busy>
        <Skeleton h={62} radius="lg" />
        <Skeleton h={62} radius="lg" />
      </Stack>
    );
  if (found.length === 0)
    return (
      <EmptyState icon={<IconFiles size={28} />} title={imports.pastEmpty}>
        {imports.pastEmptyMore}
      </EmptyState>
    );
  return (
    <>
      <ul className={classes.past}>
        {found.map((each) => (
          <PastImport key={each.id} each={each} />
        ))}
      </ul>
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

function PastImport({ each }: { each: Import }) {
  const { imports } = useTexts();
  const language = useLanguage();
  const zones = useTimeZones();
  return (
    <li className={classes.pastOne}>
      <div className={classes.pastName}>
        <Link to="/imports/$id" params={{ id: each.id }} className={classes.pastLink}>
          {each.file_name}
        </Link>
        <Text fz={13} c="var(--ink-3)">
          {each.created_by.name} · {shortMoment(each.created_at, zones(each.branch_id), language)}
        </Text>
      </div>
      <Text fz={13.5} c="var(--ink-2)">
        {imports.rows(each.rows.total)}
      </Text>
      <StatusBadge status={each.status} />
    </li>
  );
}
