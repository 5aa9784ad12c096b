import { Modal, type ModalProps } from '@mantine/core';
import { useEffect } from 'react';
import { useUnsaved } from './useUnsaved';

interface Props extends ModalProps {
  /** It opens with what was typed before. */
  isDraft?: boolean;
}

/** A dialog with a form in it, which does not drop what was typed without asking. */
export function FormModal({ onClose, isDraft, ...others }: Props) {
  const { leave, isAsking, watched, question } = useUnsaved(onClose, isDraft);
  useEffect(giveFocusBack, []);
  return (
    <>
      <Modal {...others} {...watched} onClose={leave} closeOnEscape={!isAsking} />
      {question}
    </>
  );
}

/** Mantine does so where a dialog stays and is but closed; here it goes. */
function giveFocusBack(): () => void {
  const before = document.activeElement;
  return () => {
    if (before instanceof HTMLElement)
      setTimeout(() => document.activeElement === document.body && before.focus());
  };
}
