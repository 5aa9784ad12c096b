import { useTexts } from '~/i18n';
import { useStore } from '~/store';
import { FormModal } from '~/ui/FormModal';
import { tagOpening } from './open';
import { TagForm } from './TagForm';

export function TagModal() {
  const opened = useStore(tagOpening);
  const { tags } = useTexts();
  return (
    <FormModal
      opened={opened !== null}
      onClose={() => tagOpening.set(null)}
      title={opened?.tag ? tags.title(opened.tag.name) : tags.add}
      zIndex={250}
    >
      {opened && <TagForm key={opened.tag?.version} {...opened} />}
    </FormModal>
  );
}
