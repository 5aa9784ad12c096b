import { Button } from '@mantine/core';
import { IconMapQuestion, IconRefreshAlert } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTexts } from '~/i18n';
import { EmptyState } from '~/ui/EmptyState';
import { PageHeader } from '~/ui/PageHeader';

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
