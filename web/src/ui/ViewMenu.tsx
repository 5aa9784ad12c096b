import { ActionIcon, getDefaultZIndex, Menu } from '@mantine/core';
import { IconDeviceFloppy, IconDots, IconLock, IconPencil, IconTrash, IconUsers } from '@tabler/icons-react';
import { may, useUser } from '~/api/session';
import { useBranch } from '~/branch';
import { useTexts } from '~/i18n';
import { showDone } from './notices';
import classes from './SavedViews.module.css';
import type { View, ViewActions } from './useViews';
import { queryOf, searchIn } from './views';

// What it opens from floats, too.
const ABOVE = getDefaultZIndex('popover') + 1;

interface Props {
  view: View;
  /** The filters of now. */
  query: string;
  actions: ViewActions;
  onRename: () => void;
  onMenu: (isOpen: boolean) => void;
}

/** What those who may change a view can do with it. */
export function ViewMenu({ view, query, actions, onRename, onMenu }: Props) {
  const { filtering, actions: words } = useTexts();
  const { name } = view;
  const isOther = query !== '' && query !== queryOf(searchIn(view.query));

  async function keepFilters() {
    if (await actions.change(view, { query })) showDone(filtering.filtersKept(name));
  }

  async function remove() {
    const again = { label: words.undo, act: () => actions.restore(view) };
    if (await actions.remove(view)) showDone(filtering.viewRemoved(name), [again]);
  }

  return (
    <Menu position="bottom-end" width={260} zIndex={ABOVE} onChange={onMenu}>
      <Menu.Target>
        <ActionIcon size={34} className={classes.menu} aria-label={filtering.viewMenu(name)}>
          <IconDots size={17} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={onRename}>
          {filtering.renameView}
        </Menu.Item>
        {isOther && (
          <Menu.Item leftSection={<IconDeviceFloppy size={16} aria-hidden />} onClick={keepFilters}>
            {filtering.keepFilters}
          </Menu.Item>
        )}
        <Sharing view={view} actions={actions} />
        <Menu.Divider />
        <Menu.Item
          c="var(--mantine-color-error)"
          leftSection={<IconTrash size={16} aria-hidden />}
          onClick={remove}
        >
          {filtering.removeView}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Giving a view to a branch that is looked at, and its owner's taking it back. */
function Sharing({ view, actions }: { view: View; actions: ViewActions }) {
  const { filtering } = useTexts();
  const user = useUser();
  const branch = useBranch();
  const { name } = view;

  async function share(branch_id: string, branchName: string) {
    if (await actions.change(view, { branch_id })) showDone(filtering.viewShared(name, branchName));
  }

  async function takeBack() {
    if (await actions.change(view, { branch_id: null })) showDone(filtering.viewUnshared(name));
  }

  if (!may(user, 'manager')) return null;
  if (view.branch_id)
    return (
      view.owner.id === user.id && (
        <Menu.Item leftSection={<IconLock size={16} aria-hidden />} onClick={takeBack}>
          {filtering.unshareView}
        </Menu.Item>
      )
    );
  return (branch ? [branch] : user.branches).map((each) => (
    <Menu.Item
      key={each.id}
      leftSection={<IconUsers size={16} aria-hidden />}
      onClick={() => share(each.id, each.name)}
    >
      {filtering.shareView(each.name)}
    </Menu.Item>
  ));
}
