import { IconLock } from '@tabler/icons-react';
import { useTexts } from '~/i18n';
import { EmptyState } from './EmptyState';

/** What stands in the place of a page that is only for managers. */
export function NotAllowed() {
  const { reports } = useTexts();
  return (
    <EmptyState icon={<IconLock size={28} />} title={reports.forManagers}>
      {reports.forManagersMore}
    </EmptyState>
  );
}
