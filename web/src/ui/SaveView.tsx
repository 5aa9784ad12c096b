import { Button, TextInput } from '@mantine/core';
import { useTexts } from '~/i18n';
import { FormAlert } from './FormAlert';
import classes from './SavedViews.module.css';
import { LONGEST_NAME, type ViewActions } from './useViews';
import { wrongIn } from './wrong';

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
        error={wrongIn(saving.error)('name')}
        maxLength={LONGEST_NAME}
        autoComplete="off"
        data-autofocus
      />
      <FormAlert problem={saving.error} />
      <Button type="submit" disabled={!name.trim()} loading={saving.isPending}>
        {filtering.saveView}
      </Button>
    </form>
  );
}
