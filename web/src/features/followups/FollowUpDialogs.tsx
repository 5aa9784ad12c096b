import { Modal } from '@mantine/core';
import { useTexts } from '~/i18n';
import { useStore } from '~/store';
import { nameOf } from './actions';
import { DayForm } from './DayForm';
import { closeDialog, type Dialog, dialog } from './dialog';
import { NextForm } from './NextForm';
import { ResultForm } from './ResultForm';

const FORMS = { next: NextForm, result: ResultForm, day: DayForm };

export function FollowUpDialogs() {
  const opened = useStore(dialog);
  const { followUps } = useTexts();
  if (!opened) return null;
  const titles: Record<Dialog['kind'], (name: string) => string> = {
    next: followUps.nextTitle,
    result: followUps.resultTitle,
    day: followUps.rescheduleTitle,
  };
  const Form = FORMS[opened.kind];
  return (
    <Modal opened onClose={closeDialog} title={titles[opened.kind](nameOf(opened.followUp))}>
      <Form followUp={opened.followUp} />
    </Modal>
  );
}
