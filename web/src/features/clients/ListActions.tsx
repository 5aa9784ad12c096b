import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots, IconDownload, IconTags, IconUpload } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { download } from '~/api/download';
import { Problem } from '~/api/problem';
import { may, useUser } from '~/api/session';
import { useBranchFilter } from '~/branch';
import { useTexts } from '~/i18n';
import { showProblem } from '~/ui/notices';
import { usePhone } from '~/ui/usePhone';
import { asQuery, type ClientFilters } from './filters';

const FORMATS = ['csv', 'xlsx'] as const;
const TAGS = { to: '/admin/$section', params: { section: 'tags' } } as const;

/** What can be done with the list as a whole: taken along as a file; for managers, the tags too. */
export function ListActions({ filters }: { filters: ClientFilters }) {
  const { clients, imports } = useTexts();
  const isManager = may(useUser(), 'manager');
  const phone = usePhone();
  const save = useSaving(filters);
  const items = FORMATS.map((format) => (
    <Menu.Item
      key={format}
      leftSection={<IconDownload size={16} aria-hidden />}
      onClick={() => save.as(format)}
    >
      {format === 'csv' ? clients.exportCsv : clients.exportXlsx}
    </Menu.Item>
  ));
  if (phone)
    return (
      <Menu position="bottom-end" width={230}>
        <Menu.Target>
          <ActionIcon size={42} variant="default" aria-label={clients.moreOfList} loading={save.isSaving}>
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
          {items}
        </Menu.Dropdown>
      </Menu>
    );
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
      <Menu position="bottom-end" width={210}>
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<IconDownload size={17} aria-hidden />}
            loading={save.isSaving}
          >
            {clients.export}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>{items}</Menu.Dropdown>
      </Menu>
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

/** The whole list under its filters, however many pages it has. */
function useSaving(filters: ClientFilters) {
  const { clients } = useTexts();
  const branch = useBranchFilter();
  const [isSaving, set] = useState(false);
  const path = filters.next ? 'reports/without-next-step' : (filters.kind ?? 'clients');
  const { q, branch_id, type, ...others } = asQuery(filters);
  const shared = { ...branch, ...(branch_id && { branch_id }) };
  const query = filters.next
    ? shared
    : filters.kind
      ? { ...shared, ...(q && { q }) }
      : { ...shared, q, type, ...others };

  async function as(format: (typeof FORMATS)[number]) {
    set(true);
    const name = filters.next ? clients.withoutNext : clients.kinds[filters.kind ?? 'clients'];
    await download(`/api/v1/${path}`, `${name}.${format}`, { ...query, format }).catch((error: unknown) => {
      if (!(error instanceof Problem)) throw error;
      showProblem(error);
    });
    set(false);
  }
  return { isSaving, as };
}
