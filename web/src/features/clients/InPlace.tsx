import { ActionIcon, Button, Group, Stack } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import type { KeyboardEvent, ReactNode } from 'react';
import type { Client } from '~/api/client';
import { useTexts } from '~/i18n';
import { Candidates } from './Candidates';
import { Contested } from './Contested';
import type { Values } from './editing';
import { openClient } from './opened';
import classes from './Profile.module.css';
import { useEdit } from './useEdit';

interface Props {
  client: Client;
  label: string;
  /** What it begins with when somebody edits it. */
  initial: Partial<Values>;
  /** What it says of a client. */
  said: (client: Client) => string;
  shown: ReactNode;
  isFixed?: boolean;
  wide?: boolean;
  children: (
    draft: Partial<Values>,
    type: (draft: Partial<Values>) => void,
    wrong: (field: string) => string | undefined,
  ) => ReactNode;
}

/** A part of a client that is read until somebody touches its pencil, and then written in the same place. */
export function InPlace({ client, label, initial, said, shown, isFixed, wide, children }: Props) {
  const { client: texts, actions } = useTexts();
  const edit = useEdit();
  if (!edit.draft)
    return (
      <div className={classes.datum} data-wide={wide}>
        <dt>{label}</dt>
        <dd className={classes.value}>
          <div className={classes.shown}>{shown}</div>
          {!isFixed && (
            <ActionIcon
              className={classes.pencil}
              data-edits
              size={28}
              aria-label={texts.edit(label)}
              onClick={() => edit.begin(client, initial)}
            >
              <IconPencil size={16} aria-hidden />
            </ActionIcon>
          )}
        </dd>
      </div>
    );

  function pressed(event: KeyboardEvent) {
    if (event.key === 'Escape') edit.stop();
  }
  return (
    <div className={classes.datum} data-wide>
      <dt>{label}</dt>
      <dd>
        <form
          className={classes.editor}
          // Escape leaves this, and not the whole profile.
          data-mantine-stop-propagation
          onKeyDown={pressed}
          onSubmit={(event) => {
            event.preventDefault();
            edit.save();
          }}
        >
          <Stack gap={10}>
            {children(edit.draft, edit.type, (field) => edit.errors?.[field]?.join(' '))}
            {edit.candidates.length > 0 && (
              <Candidates candidates={edit.candidates} onChoose={({ id }) => openClient(id)} />
            )}
            {edit.theirs ? (
              <Contested
                label={label}
                theirs={said(edit.theirs)}
                onSeeNew={edit.stop}
                onSaveMine={edit.save}
                isSaving={edit.isSaving}
              />
            ) : (
              <Group gap="xs" justify="flex-end">
                <Button variant="default" size="xs" onClick={edit.stop}>
                  {actions.cancel}
                </Button>
                {edit.candidates.length > 0 && (
                  <Button variant="light" size="xs" onClick={() => edit.save(true)}>
                    {texts.saveAnyway}
                  </Button>
                )}
                <Button type="submit" size="xs" loading={edit.isSaving}>
                  {actions.save}
                </Button>
              </Group>
            )}
          </Stack>
        </form>
      </dd>
    </div>
  );
}
