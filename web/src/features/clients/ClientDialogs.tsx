import { Modal } from '@mantine/core';
import { useTexts } from '~/i18n';
import { useStore } from '~/store';
import { useOpened } from '~/ui/useOpened';
import { usePhone } from '~/ui/usePhone';
import { closeDialog, type Dialog, dialog } from './dialog';
import { EraseForm } from './EraseForm';
import { LinkForm } from './LinkForm';
import { MergeForm } from './MergeForm';
import { NewClientForm } from './NewClientForm';
import { TagsForm } from './TagsForm';

const WIDTHS: Record<Dialog['kind'], number> = { new: 600, tags: 480, link: 480, merge: 760, erase: 480 };

/** What is asked or filled in about clients, over any page and over a profile. */
export function ClientDialogs() {
  const [isOpen, opened] = useOpened(useStore(dialog));
  const phone = usePhone();
  const title = useTitle(opened);
  const isWhole = phone && opened?.kind !== 'erase';
  return (
    <Modal
      opened={isOpen}
      onClose={closeDialog}
      title={title}
      size={opened ? WIDTHS[opened.kind] : undefined}
      fullScreen={isWhole}
      radius={isWhole ? 0 : 'lg'}
    >
      {opened && <Content opened={opened} />}
    </Modal>
  );
}

function useTitle(opened: Dialog | null): string {
  const { clients, tagging, linking, merging, erasing } = useTexts();
  switch (opened?.kind) {
    case 'tags':
      return tagging.title;
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
    case 'tags':
      return <TagsForm />;
    case 'link':
      return <LinkForm client={opened.client} what={opened.what} />;
    case 'merge':
      return <MergeForm client={opened.client} duplicateId={opened.duplicateId} />;
    case 'erase':
      return <EraseForm client={opened.client} />;
    default:
      return <NewClientForm />;
  }
}
