import { Modal, type ModalProps } from '@mantine/core';
import { useUnsaved } from './useUnsaved';

interface Props extends ModalProps {
  /** It opens with what was typed before. */
  isDraft?: boolean;
}

/** A dialog with a form in it, which does not drop what was typed without asking. */
export function FormModal({ onClose, isDraft, ...others }: Props) {
  const { leave, isAsking, watched, question } = useUnsaved(onClose, isDraft);
  return (
    <>
      <Modal {...others} {...watched} onClose={leave} closeOnEscape={!isAsking} />
      {question}
    </>
  );
}
