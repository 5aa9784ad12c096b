import { ActionIcon, Group, Skeleton, TextInput, Tooltip } from '@mantine/core';
import { IconPencil, IconSearch, IconTag, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { openTag, TagChip } from '~/features/tags/open';
import { EmptyState } from '~/ui/EmptyState';
import { LoadFailed } from '~/ui/LoadFailed';
import { finds } from '~/ui/plain';
import classes from '../Admin.module.css';
import cards from '../Cards.module.css';
import { type Tag, useTags } from '../data';
import { openDialog } from '../dialog';
import { More, useMore } from '../More';
import { LOADING, Nothing } from '../Nothing';
import { SectionHead } from '../SectionHead';
import { useTexts } from '../texts';

const MANY = 12;

export function TagsSection() {
  const { tags, admin } = useTexts();
  const { rows, error, retry } = useTags();
  const [typed, type] = useState('');
  const found = rows?.filter(({ name }) => finds(typed, name));
  const { some, left, more } = useMore(found);
  if (error) return <LoadFailed problem={error} onRetry={retry} />;
  return (
    <>
      <SectionHead lead={tags.lead} add={{ label: tags.add, act: () => openTag() }} />
      {rows && rows.length > MANY && (
        <div className={classes.tools}>
          <TextInput
            className={classes.search}
            type="search"
            aria-label={admin.search}
            placeholder={admin.search}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={typed}
            onChange={(event) => type(event.currentTarget.value)}
          />
        </div>
      )}
      {rows?.length === 0 ? (
        <EmptyState icon={<IconTag size={28} />} title={tags.empty}>
          {tags.emptyMore}
        </EmptyState>
      ) : found?.length === 0 ? (
        <Nothing icon={<IconTag size={28} />} onClear={() => type('')} />
      ) : (
        <ul className={cards.grid} aria-busy={!rows}>
          {some?.map((tag) => <TagCard key={tag.id} tag={tag} />) ??
            LOADING.map((each) => (
              <li key={each}>
                <Skeleton h={64} radius="lg" />
              </li>
            ))}
        </ul>
      )}
      <More left={left} onMore={more} />
    </>
  );
}

function TagCard({ tag }: { tag: Tag }) {
  const { admin } = useTexts();
  return (
    <li className={cards.card}>
      <Group justify="space-between" wrap="nowrap" gap={8}>
        <TagChip tag={tag} />
        <Group gap={2} wrap="nowrap">
          <Tooltip label={admin.edit}>
            <ActionIcon
              className={cards.button}
              aria-label={admin.editOf(tag.name)}
              onClick={() => openTag({ tag })}
            >
              <IconPencil size={17} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={admin.remove}>
            <ActionIcon
              className={cards.button}
              aria-label={admin.removeOf(tag.name)}
              onClick={() => openDialog({ kind: 'removeTag', tag })}
            >
              <IconTrash size={17} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Group>
      </Group>
    </li>
  );
}
