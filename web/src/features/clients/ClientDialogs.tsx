import { useTexts } from '~/i18n';
import { useStore } from '~/store';
import { FormModal } from '~/ui/FormModal';
import { useOpened } from '~/ui/useOpened';
import { usePhone } from '~/ui/usePhone';
import { closeDialog, type Dialog, dialog } from './dialog';
import { EraseForm } from './EraseForm';
import { LinkForm } from './LinkForm';
import { MergeForm } from './MergeForm';
import { NewClientForm } from './NewClientForm';

const WIDTHS: Record<Dialog['kind'], number> = { new: 600, link: 480, merge: 760, erase: 480 };

/** What is asked or filled in about clients, over any page and over a profile. */
export function ClientDialogs() {
  const [isOpen, opened] = useOpened(useStore(dialog));
  const phone = usePhone();
  const title = useTitle(opened);
  const isWhole = phone && opened?.kind !== 'erase';
  return (
    <FormModal
      opened={isOpen}
      onClose={closeDialog}
      isDraft={opened?.kind === 'new' && !!opened.draft}
      title={title}
      size={opened ? WIDTHS[opened.kind] : undefined}
      fullScreen={isWhole}
      radius={isWhole ? 0 : 'lg'}
    >
      {opened && <Content opened={opened} />}
    </FormModal>
  );
}

function useTitle(opened: Dialog | null): string {
  const { clients, linking, merging, erasing } = useTexts();
  switch (opened?.kind) {
    case 'link':
      return opened.what === 'student'
        ? linking.studentTitle(opened.client.name)
        : linking.patientTitle(opened.client.name);
    case 'merge':
      return merging.title;
    case 'erase':
      return erasing.title(opened.client.name);
    default:
      return clients.new;
  }
}

function Content({ opened }: { opened: Dialog }) {
  switch (opened.kind) {
    case 'link':
      return <LinkForm client={opened.client} what={opened.what} />;
    case 'merge':
      return <MergeForm client={opened.client} duplicateId={opened.duplicateId} />;
    case 'erase':
      return <EraseForm client={opened.client} />;
    default:
      return <NewClientForm draft={opened.kind === 'new' ? opened.draft : undefined} />;
  }
}
