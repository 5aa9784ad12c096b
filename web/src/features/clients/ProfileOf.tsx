import { Skeleton, Stack } from '@mantine/core';
import { useEffect } from 'react';
import { useTexts } from '~/i18n';
import { LoadFailed } from '~/ui/LoadFailed';
import { showDone } from '~/ui/notices';
import { useProfile } from './data';
import { Profile } from './Profile';

interface Props {
  id: string;
  isBeside?: boolean;
  /** It was merged into another client, whose profile it is. */
  onMoved: (id: string) => void;
}

/** The profile of a client, from the moment that it is asked for. */
export function ProfileOf({ id, isBeside, onMoved }: Props) {
  const { profile } = useTexts();
  const { data, error, refetch } = useProfile(id);
  const kept = data?.client;
  useEffect(() => {
    if (!kept || kept.id === id) return;
    onMoved(kept.id);
    showDone(profile.merged(kept.name));
  }, [kept, id, onMoved, profile]);
  // What is shown already stays when it cannot be asked again.
  if (data) return <Profile key={data.client.id} profile={data} isBeside={isBeside} />;
  if (error) return <LoadFailed problem={error} onRetry={refetch} />;
  return (
    <Stack aria-busy>
      <Skeleton h={56} w="60%" radius="md" />
      <Skeleton h={40} radius="md" />
      <Skeleton h={120} radius="lg" />
      <Skeleton h={240} radius="lg" />
    </Stack>
  );
}
