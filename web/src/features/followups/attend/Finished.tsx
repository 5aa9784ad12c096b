import { Button, Group } from '@mantine/core';
import { IconChecks, IconRotate } from '@tabler/icons-react';
import { useTexts } from '~/i18n';
import { EmptyState } from '~/ui/EmptyState';
import { LinkButton } from '~/ui/LinkButton';
import type { FollowUpFilters } from '../filters';

interface Props {
  done: number;
  skipped: number;
  filters: FollowUpFilters;
  onAgain: () => void;
}

/** Nobody is left, or only those that were passed over. */
export function Finished({ done, skipped, filters, onAgain }: Props) {
  const { attend } = useTexts();
  return (
    <EmptyState
      icon={<IconChecks size={30} />}
      title={done > 0 ? attend.finished : attend.nobody}
      action={
        <Group gap={8} justify="center">
          {skipped > 0 && (
            <Button leftSection={<IconRotate size={17} aria-hidden />} onClick={onAgain}>
              {attend.again(skipped)}
            </Button>
          )}
          {skipped === 0 && filters.state !== 'upcoming' && (
            <LinkButton to="/attend" search={{ ...filters, state: 'upcoming' }} variant="light">
              {attend.ahead}
            </LinkButton>
          )}
          <LinkButton to="/follow-ups" search={filters} variant="default">
            {attend.list}
          </LinkButton>
        </Group>
      }
    >
      {done > 0 ? attend.attended(done) : attend.nobodyMore}
    </EmptyState>
  );
}
