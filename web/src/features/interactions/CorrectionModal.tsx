import { useTexts } from '~/i18n';
import { useStore } from '~/store';
import { FormModal } from '~/ui/FormModal';
import { usePhone } from '~/ui/usePhone';
import { DeleteQuestion } from './DeleteQuestion';
import { EditForm } from './EditForm';
import { correction } from './open';

export function CorrectionModal() {
  const opened = useStore(correction);
  const phone = usePhone();
  const { interactions } = useTexts();
  const whole = phone && opened?.kind === 'edit';
  return (
    <FormModal
      opened={opened !== null}
      onClose={() => correction.set(null)}
      title={opened?.kind === 'delete' ? interactions.deleteQuestion : interactions.editTitle}
      size={opened?.kind === 'delete' ? 460 : 640}
      fullScreen={whole}
      radius={whole ? 0 : 'lg'}
    >
      {opened?.kind === 'edit' && <EditForm interaction={opened.interaction} />}
      {opened?.kind === 'delete' && <DeleteQuestion interaction={opened.interaction} />}
    </FormModal>
  );
}
