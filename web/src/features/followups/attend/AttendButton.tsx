import { IconPlayerPlay } from '@tabler/icons-react';
import { useTexts } from '~/i18n';
import { LinkButton } from '~/ui/LinkButton';
import type { FollowUpFilters } from '../filters';

/** To those who wait, one at a time. */
export function AttendButton({ filters = {}, size }: { filters?: FollowUpFilters; size?: string }) {
  const { attend } = useTexts();
  return (
    <LinkButton
      to="/attend"
      search={filters}
      size={size}
      leftSection={<IconPlayerPlay size={16} aria-hidden />}
    >
      {attend.title}
    </LinkButton>
  );
}
