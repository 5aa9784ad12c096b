import { Button, TextInput } from '@mantine/core';
import { useTexts } from '~/i18n';
import { FormAlert } from './FormAlert';
import classes from './SavedViews.module.css';
import { usePhone } from './usePhone';
import { LONGEST_NAME, type ViewActions } from './useViews';
import { isNamed, wrongIn } from './wrong';

interface Props {
  /** What was typed; it outlives the form, which goes as soon as the view is shown. */
  name: string;
  onRename: (name: string) => void;
  saving: ViewActions['saving'];
  onSave: () => void;
}

/** Asks under which name the filters shall be kept. */
export function SaveView({ name, onRename, saving, onSave }: Props) {
  const { filtering } = useTexts();
  const phone = usePhone();
  const { error } = saving;
  const wrong = wrongIn(error);
  const taken = isNamed(error, 'name-taken');
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSave();
      }}
    >
      <TextInput
        label={filtering.viewName}
        placeholder={filtering.viewNameHint}
        value={name}
        onChange={(event) => {
          onRename(event.currentTarget.value);
          saving.reset();
        }}
        error={taken ? error?.detail : (wrong('name') ?? wrong('query'))}
        maxLength={LONGEST_NAME}
        autoComplete="off"
        // On a phone the keyboard would cover the views.
        data-autofocus={!phone || undefined}
      />
      <FormAlert problem={taken ? null : error} />
      <Button type="submit" disabled={!name.trim()} loading={saving.isPending}>
        {filtering.saveView}
      </Button>
    </form>
  );
}
