import { Skeleton } from '@mantine/core';
import { Suspense } from 'react';
import type { Client } from '~/api/client';
import { ClientMessages } from '~/features/messages/open';
import { useTexts } from '~/i18n';
import { Section } from './Section';

/** What was written to the client and back, and whether they want it. */
export function Messages({ client }: { client: Client }) {
  const { profile } = useTexts();
  return (
    <Section title={profile.messages}>
      <Suspense fallback={<Skeleton h={150} radius="md" />}>
        <ClientMessages clientId={client.id} isErased={client.erased_at !== null} />
      </Suspense>
    </Section>
  );
}
