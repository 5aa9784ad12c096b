import { Modal, type ModalProps } from '@mantine/core';
import { useUnsaved } from './useUnsaved';

/** A dialog with a form in it, which does not drop what was typed without asking. */
export function FormModal({ onClose, ...others }: ModalProps) {
  const { leave, isAsking, watched, question } = useUnsaved(onClose);
  return (
    <>
      <Modal {...others} {...watched} onClose={leave} closeOnEscape={!isAsking} />
      {question}
    </>
  );
}
