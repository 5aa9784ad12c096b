import { ActionIcon, Button, Popover, Stack, Text, TextInput } from '@mantine/core';
import { IconBookmark, IconBookmarkFilled, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTexts } from '~/i18n';
import classes from './SavedViews.module.css';
import { useViews } from './useViews';
import { isSame, type View } from './views';

interface Props {
  /** The list whose filters these are. */
  list: string;
  search: object;
  onOpen: (search: View['search']) => void;
}

/** Filters kept under a name, one touch away. */
export function SavedViews({ list, search, onOpen }: Props) {
  const { filtering } = useTexts();
  const { views, save, remove } = useViews(list);
  const [isOpen, open] = useState(false);
  const [name, rename] = useState('');
  const current = views.find((view) => isSame(view.search, search));
  const some = !isSame(search, {});
  return (
    <Popover opened={isOpen} onChange={open} position="bottom-end" width={300} shadow="md" trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          h={36}
          maw={190}
          leftSection={
            current ? <IconBookmarkFilled size={16} aria-hidden /> : <IconBookmark size={17} aria-hidden />
          }
          onClick={() => open(!isOpen)}
        >
          <span className={classes.name}>{current?.name ?? filtering.views}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={filtering.views}>
        <Stack gap="sm">
          {views.length === 0 && (
            <Text fz={13.5} c="var(--ink-2)">
              {filtering.noViews}
            </Text>
          )}
          {views.length > 0 && (
            <ul className={classes.views}>
              {views.map((view) => (
                <li key={view.name}>
                  <button
                    type="button"
                    className={classes.view}
                    aria-current={view === current || undefined}
                    onClick={() => {
                      onOpen(view.search);
                      open(false);
                    }}
                  >
                    {view.name}
                  </button>
                  <ActionIcon
                    size={30}
                    aria-label={filtering.removeView(view.name)}
                    onClick={() => remove(view.name)}
                  >
                    <IconX size={15} aria-hidden />
                  </ActionIcon>
                </li>
              ))}
            </ul>
          )}
          {some && !current && (
            <form
              className={classes.form}
              onSubmit={(event) => {
                event.preventDefault();
                save({ name: name.trim(), search: search as View['search'] });
                rename('');
                open(false);
              }}
            >
              <TextInput
                label={filtering.viewName}
                placeholder={filtering.viewNameHint}
                value={name}
                onChange={(event) => rename(event.currentTarget.value)}
                maxLength={40}
                autoComplete="off"
                data-autofocus
              />
              <Button type="submit" disabled={!name.trim()}>
                {filtering.saveView}
              </Button>
            </form>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
