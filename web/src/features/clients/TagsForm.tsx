import { ActionIcon, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconPencil, IconPlus, IconTags, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { api, outdate, type Schemas } from '~/api/client';
import { may, useUser } from '~/api/session';
import { useTexts } from '~/i18n';
import { EmptyState } from '~/ui/EmptyState';
import { LoadFailed } from '~/ui/LoadFailed';
import { showDone } from '~/ui/notices';
import { useTags } from './data';
import classes from './Forms.module.css';
import { TagForm } from './TagForm';
import { Tags } from './Tags';

type Tag = Schemas['Tag'];
type Doing = { what: 'new' } | { what: 'edit' | 'remove'; tag: Tag };

/** The tags of the house: seen by all, made, renamed and removed by managers. */
export function TagsForm() {
  const { tagging } = useTexts();
  const isManager = may(useUser(), 'manager');
  const { data, error, refetch } = useTags();
  const [doing, set] = useState<Doing | null>(null);
  const stop = () => set(null);
  if (error) return <LoadFailed problem={error} onRetry={refetch} />;
  return (
    <Stack gap="sm">
      <Group justify="space-between" wrap="nowrap">
        <Text fz={13.5} c="var(--ink-2)">
          {tagging.lead}
        </Text>
        {isManager && (
          <Button
            variant="light"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => set({ what: 'new' })}
          >
            {tagging.new}
          </Button>
        )}
      </Group>
      {doing?.what === 'new' && <TagForm onDone={stop} />}
      {data?.items.length === 0 && !doing && (
        <EmptyState icon={<IconTags size={28} />} title={tagging.empty}>
          {tagging.emptyMore}
        </EmptyState>
      )}
      <ul className={classes.found} aria-busy={!data}>
        {data?.items.map((tag) =>
          doing?.what === 'edit' && doing.tag.id === tag.id ? (
            <li key={tag.id}>
              <TagForm tag={tag} onDone={stop} />
            </li>
          ) : doing?.what === 'remove' && doing.tag.id === tag.id ? (
            <li key={tag.id}>
              <Removal tag={tag} onDone={stop} />
            </li>
          ) : (
            <li key={tag.id}>
              <div className={classes.candidate}>
                <Tags tags={[tag]} />
              </div>
              {isManager && (
                <Group gap={2} wrap="nowrap">
                  <ActionIcon aria-label={tagging.edit(tag.name)} onClick={() => set({ what: 'edit', tag })}>
                    <IconPencil size={17} aria-hidden />
                  </ActionIcon>
                  <ActionIcon
                    aria-label={tagging.remove(tag.name)}
                    onClick={() => set({ what: 'remove', tag })}
                  >
                    <IconTrash size={17} aria-hidden />
                  </ActionIcon>
                </Group>
              )}
            </li>
          ),
        ) ?? <Skeleton h={160} radius="md" />}
      </ul>
    </Stack>
  );
}

function Removal({ tag, onDone }: { tag: Tag; onDone: () => void }) {
  const { tagging, actions } = useTexts();
  const remove = api.useMutation('delete', '/api/v1/tags/{id}', {
    onSuccess: () => {
      onDone();
      showDone(tagging.removed(tag.name));
    },
    onSettled: () => outdate('tags', 'clients'),
  });
  return (
    <div className={classes.candidate} role="alertdialog" aria-label={tagging.removeTitle(tag.name)}>
      <Text fz={14} fw={600}>
        {tagging.removeTitle(tag.name)}
      </Text>
      <Text fz={13} c="var(--ink-2)">
        {tagging.removeLead}
      </Text>
      <Group justify="flex-end" gap="xs" mt="xs">
        <Button variant="default" size="xs" onClick={onDone} autoFocus>
          {actions.cancel}
        </Button>
        <Button
          color="red.9"
          size="xs"
          loading={remove.isPending}
          onClick={() => remove.mutate({ params: { path: { id: tag.id } } })}
        >
          {tagging.confirm}
        </Button>
      </Group>
    </div>
  );
}
