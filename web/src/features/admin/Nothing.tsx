import { Button } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { EmptyState } from '~/ui/EmptyState';
import { useTexts } from './texts';

export const LOADING = ['a', 'b', 'c', 'd'];

export function Nothing({ icon, onClear }: { icon: ReactNode; onClear: () => void }) {
  const { admin } = useTexts();
  return (
    <EmptyState
      icon={icon}
      title={admin.nothingFound}
      action={
        <Button variant="default" leftSection={<IconFilterOff size={17} aria-hidden />} onClick={onClear}>
          {admin.clearFilters}
        </Button>
      }
    >
      {admin.nothingFoundMore}
    </EmptyState>
  );
}
