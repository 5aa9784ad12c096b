import { Button, Group, Popover, Skeleton, Stack, Text, VisuallyHidden } from '@mantine/core';
import { IconBookmark, IconBookmarkFilled } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useUser } from '~/api/session';
import { useTexts } from '~/i18n';
import classes from './SavedViews.module.css';
import { SaveView } from './SaveView';
import { renewViews, useViewActions, useViews, type View, type ViewActions, type ViewPage } from './useViews';
import { ViewRow } from './ViewRow';
import { queryOf, searchIn } from './views';

interface Props {
  /** The list whose filters these are. */
  list: ViewPage;
  search: object;
  onOpen: (search: object) => void;
}

/** Filters kept under a name, one touch away: one's own, and those that managers give a branch. */
export function SavedViews({ list, search, onOpen }: Props) {
  const { filtering, actions: words } = useTexts();
  const { views, error, retry } = useViews(list);
  const actions = useViewActions(list);
  const [isOpen, open] = useState(false);
  const [hasMenu, holdOpen] = useState(false);
  const [name, rename] = useState('');
  const title = useId();
  const query = queryOf(search);
  const current = views?.find((view) => queryOf(searchIn(view.query)) === query);

  function turn(wanted: boolean) {
    // A click outside closes a view's menu first.
    if (!wanted && hasMenu) return;
    if (wanted) renewViews();
    open(wanted);
  }

  async function save() {
    const isSaved = await actions.save({ name: name.trim(), query, branch_id: null });
    open(!isSaved);
    if (isSaved) rename('');
  }

  return (
    <Popover
      opened={isOpen}
      onChange={turn}
      position="bottom-end"
      width={320}
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button
          variant="default"
          h={36}
          maw={190}
          leftSection={
            current ? <IconBookmarkFilled size={16} aria-hidden /> : <IconBookmark size={17} aria-hidden />
          }
          onClick={() => turn(!isOpen)}
        >
          <span className={classes.name}>{current?.name ?? filtering.views}</span>
        </Button>
      </Popover.Target>
      {/* The button changes its name with the filters; what it opens does not. */}
      <Popover.Dropdown aria-labelledby={title}>
        <VisuallyHidden id={title}>{filtering.views}</VisuallyHidden>
        <Stack gap="sm">
          {error ? (
            <Group justify="space-between" wrap="nowrap">
              <Text fz={13.5} c="var(--ink-2)">
                {error.title}
              </Text>
              <Button size="compact-md" variant="default" onClick={retry}>
                {words.retry}
              </Button>
            </Group>
          ) : (
            <Lists
              views={views}
              current={current}
              query={query}
              actions={actions}
              onMenu={holdOpen}
              onOpen={(view) => {
                onOpen(searchIn(view.query));
                open(false);
              }}
            />
          )}
          {query && !current && (
            <SaveView name={name} onRename={rename} saving={actions.saving} onSave={save} />
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

interface ListsProps {
  views?: View[];
  current?: View;
  query: string;
  actions: ViewActions;
  onMenu: (isOpen: boolean) => void;
  onOpen: (view: View) => void;
}

function Lists({ views, current, ...others }: ListsProps) {
  const { filtering } = useTexts();
  const { branches } = useUser();
  if (!views) return <Skeleton h={38} />;
  if (views.length === 0)
    return (
      <Text fz={13.5} c="var(--ink-2)">
        {filtering.noViews}
      </Text>
    );
  const groups = [
    { title: filtering.ownViews, of: views.filter(({ branch_id }) => !branch_id) },
    ...branches.map(({ id, name }) => ({
      title: filtering.branchViews(name),
      of: views.filter(({ branch_id }) => branch_id === id),
    })),
  ].filter(({ of }) => of.length > 0);
  return (
    <div className={classes.groups}>
      {groups.map(({ title, of }) => (
        <List key={title} title={title}>
          {of.map((view) => (
            <ViewRow key={view.id} view={view} isCurrent={view === current} {...others} />
          ))}
        </List>
      ))}
    </div>
  );
}

function List({ title, children }: { title: string; children: React.ReactNode }) {
  const id = useId();
  return (
    <div>
      <Text id={id} fz={12} fw={600} c="var(--ink-3)" px={10} pb={2}>
        {title}
      </Text>
      <ul className={classes.views} aria-labelledby={id}>
        {children}
      </ul>
    </div>
  );
}
