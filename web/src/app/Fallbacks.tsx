import { Button } from '@mantine/core';
import { IconMapQuestion, IconRefreshAlert } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTexts } from '~/i18n';
import { EmptyState } from '~/ui/EmptyState';
import type { FailedProps } from '~/ui/lazily';
import { PageHeader } from '~/ui/PageHeader';
import { PartFailed } from '~/ui/PartFailed';
import { SheetLoading } from '~/ui/SheetLoading';

export function NotFound() {
  const { errors } = useTexts();
  return (
    <>
      <PageHeader title={errors.notFound} />
      <EmptyState
        icon={<IconMapQuestion size={28} />}
        title={errors.notFound}
        action={
          <Button component={Link} to="/">
            {errors.toPanel}
          </Button>
        }
      >
        {errors.notFoundMore}
      </EmptyState>
    </>
  );
}

/** A page that could not be fetched. */
export function PageMissing({ onRetry }: FailedProps) {
  const { errors } = useTexts();
  return (
    <>
      <PageHeader title={errors.notLoaded} />
      <PartFailed onRetry={onRetry} />
    </>
  );
}

/** A page that takes long to come. */
export const Pending = () => <SheetLoading height={420} />;

export function Crashed() {
  const { errors } = useTexts();
  return (
    <EmptyState
      icon={<IconRefreshAlert size={28} />}
      title={errors.crashed}
      action={<Button onClick={() => location.reload()}>{errors.reload}</Button>}
    >
      {errors.crashedMore}
    </EmptyState>
  );
}
