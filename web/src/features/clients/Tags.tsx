import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { Schemas } from '~/api/client';
import { useTexts } from '~/i18n';
import classes from './Clients.module.css';

type TagRef = Schemas['TagRef'];

interface Props {
  tags: TagRef[];
  /** How many are shown, where there is room for few. */
  most?: number;
  onRemove?: (tag: TagRef) => void;
}

/** Colored words. The color is a dot, so that any color can be read. */
export function Tags({ tags, most = tags.length, onRemove }: Props) {
  const { clients } = useTexts();
  const hidden = tags.slice(most);
  return (
    <span className={classes.tags}>
      {tags.slice(0, most).map((tag) => (
        <Tag key={tag.id} tag={tag} onRemove={onRemove} />
      ))}
      {hidden.length > 0 && (
        <span className={classes.moreTags} data-tip={hidden.map(({ name }) => name).join(', ')}>
          {clients.moreTags(hidden.length)}
        </span>
      )}
    </span>
  );
}

function Tag({ tag, onRemove }: { tag: TagRef; onRemove?: (tag: TagRef) => void }) {
  const { profile } = useTexts();
  return (
    <span className={classes.tag}>
      <span className={classes.tagDot} style={{ background: tag.color }} aria-hidden />
      <span className={classes.tagName} title={tag.name}>
        {tag.name}
      </span>
      {onRemove && (
        <ActionIcon
          size={24}
          mr={-7}
          radius="xl"
          aria-label={profile.removeTag(tag.name)}
          onClick={() => onRemove(tag)}
        >
          <IconX size={13} aria-hidden />
        </ActionIcon>
      )}
    </span>
  );
}
