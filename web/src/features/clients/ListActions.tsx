import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots, IconTags, IconUpload } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { may, useUser } from '~/api/session';
import { useBranchFilter } from '~/branch';
import { useTexts } from '~/i18n';
import { type Exported, ExportItems, ExportMenu, useExport } from '~/ui/ExportMenu';
import { usePhone } from '~/ui/usePhone';
import { asQuery, type ClientFilters } from './filters';

const TAGS = { to: '/admin/$section', params: { section: 'tags' } } as const;

/** What can be done with the list as a whole: taken along as a file; for managers, the tags too. */
export function ListActions({ filters }: { filters: ClientFilters }) {
  const { clients, imports } = useTexts();
  const isManager = may(useUser(), 'manager');
  const exported = useExported(filters);
  if (usePhone()) return <PhoneMenu isManager={isManager} exported={exported} />;
  return (
    <>
      {isManager && (
        <Button
          component={Link}
          to="/imports"
          variant="default"
          leftSection={<IconUpload size={17} aria-hidden />}
        >
          {imports.link}
        </Button>
      )}
      <ExportMenu {...exported} />
      {isManager && (
        <Button
          variant="default"
          leftSection={<IconTags size={17} aria-hidden />}
          renderRoot={(root) => <Link {...root} {...TAGS} />}
        >
          {clients.tags}
        </Button>
      )}
    </>
  );
}

function PhoneMenu({ isManager, exported }: { isManager: boolean; exported: Exported }) {
  const { clients, imports, exports } = useTexts();
  const { busy, fetchAs } = useExport(exported);
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon size={42} variant="default" aria-label={clients.moreOfList} loading={busy}>
          <IconDots size={19} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {isManager && (
          <>
            <Menu.Item
              leftSection={<IconTags size={16} aria-hidden />}
              renderRoot={(root) => <Link {...root} {...TAGS} />}
            >
              {clients.tags}
            </Menu.Item>
            <Menu.Item component={Link} to="/imports" leftSection={<IconUpload size={16} aria-hidden />}>
              {imports.link}
            </Menu.Item>
          </>
        )}
        <Menu.Label>{exports.label}</Menu.Label>
        <ExportItems onChoose={fetchAs} />
      </Menu.Dropdown>
    </Menu>
  );
}

/** The whole list under its filters, however many pages it has. */
function useExported(filters: ClientFilters): Exported {
  const { clients } = useTexts();
  const branch = useBranchFilter();
  const { q, branch_id, type, ...others } = asQuery(filters);
  const shared = { ...branch, ...(branch_id && { branch_id }) };
  if (filters.next)
    return { path: '/api/v1/reports/without-next-step', name: clients.withoutNext, query: shared };
  const kind = filters.kind ?? 'clients';
  const query = filters.kind ? { ...shared, ...(q && { q }) } : { ...shared, q, type, ...others };
  return { path: `/api/v1/${kind}`, name: clients.kinds[kind], query };
}
