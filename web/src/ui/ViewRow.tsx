import { Button, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '~/i18n';
import classes from './SavedViews.module.css';
import { LONGEST_NAME, useMayChange, type View, type ViewActions } from './useViews';
import { ViewMenu } from './ViewMenu';

interface Props {
  view: View;
  isCurrent: boolean;
  /** The filters of now. */
  query: string;
  actions: ViewActions;
  onMenu: (isOpen: boolean) => void;
  onOpen: (view: View) => void;
}

export function ViewRow({ view, isCurrent, onOpen, ...menu }: Props) {
  const mayChange = useMayChange();
  const [isRenaming, startRenaming] = useState(false);
  const row = useFocusLeft<HTMLLIElement>();
  return (
    <li ref={row}>
      {isRenaming ? (
        <Rename view={view} actions={menu.actions} onEnd={() => startRenaming(false)} />
      ) : (
        <>
          <button
            type="button"
            className={classes.view}
            title={view.name}
            aria-current={isCurrent || undefined}
            onClick={() => onOpen(view)}
          >
            {view.name}
          </button>
          {mayChange(view) && <ViewMenu view={view} onRename={() => startRenaming(true)} {...menu} />}
        </>
      )}
    </li>
  );
}

function Rename({ view, actions, onEnd }: { view: View; actions: ViewActions; onEnd: () => void }) {
  const { filtering, actions: words } = useTexts();
  const [name, rename] = useState(view.name);
  const field = useFocusLeft<HTMLInputElement>();
  useEffect(() => field.current?.select(), [field]);
  return (
    <form
      className={classes.rename}
      onSubmit={async (event) => {
        event.preventDefault();
        if (name.trim() === view.name || (await actions.change(view, { name: name.trim() }))) onEnd();
      }}
    >
      <TextInput
        ref={field}
        aria-label={filtering.newViewName}
        value={name}
        onChange={(event) => rename(event.currentTarget.value)}
        maxLength={LONGEST_NAME}
        autoComplete="off"
      />
      <Button type="submit" px={12} disabled={!name.trim()}>
        {words.save}
      </Button>
    </form>
  );
}

/** What goes leaves the focus to the dialog that it stands in: otherwise no key would reach it any more. */
function useFocusLeft<T extends HTMLElement>() {
  const element = useRef<T>(null);
  useEffect(() => {
    const dialog = element.current?.closest<HTMLElement>('[role=dialog]');
    return () => {
      if (document.activeElement === document.body) dialog?.focus();
    };
  }, []);
  return element;
}
