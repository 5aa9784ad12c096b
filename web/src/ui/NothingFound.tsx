import { Button } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import { useTexts } from '~/i18n';
import { EmptyState } from './EmptyState';

interface Props {
  title: string;
  children: string;
  onClear: () => void;
}

/** Filters that nothing meets, and the way out. */
export function NothingFound({ title, children, onClear }: Props) {
  const { filtering } = useTexts();
  return (
    <EmptyState
      icon={<IconFilterOff size={28} />}
      title={title}
      action={
        <Button variant="default" onClick={onClear}>
          {filtering.clear}
        </Button>
      }
    >
      {children}
    </EmptyState>
  );
}
