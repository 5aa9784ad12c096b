import { useTexts } from '~/i18n';
import { useStore } from '~/store';
import { FormModal } from '~/ui/FormModal';
import { nameOf } from './actions';
import { closeDialog, type Dialog, dialog } from './dialog';
import { EditForm } from './EditForm';
import { NextForm } from './NextForm';
import { ResultForm } from './ResultForm';

const FORMS = { next: NextForm, result: ResultForm, edit: EditForm };

export function FollowUpDialogs() {
  const opened = useStore(dialog);
  const { followUps } = useTexts();
  if (!opened) return null;
  const titles: Record<Dialog['kind'], (name: string) => string> = {
    next: followUps.nextTitle,
    result: followUps.resultTitle,
    edit: followUps.changeTitle,
  };
  const Form = FORMS[opened.kind];
  return (
    <FormModal opened onClose={closeDialog} title={titles[opened.kind](nameOf(opened.followUp))}>
      <Form followUp={opened.followUp} />
    </FormModal>
  );
}
