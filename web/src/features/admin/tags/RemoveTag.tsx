import { api, outdate } from '~/api/client';
import { showDone } from '~/ui/notices';
import type { Tag } from '../data';
import { closeDialog } from '../dialog';
import { Removal } from '../Removal';
import { useTexts } from '../texts';

export function RemoveTag({ tag }: { tag: Tag }) {
  const { tags } = useTexts();
  const remove = api.useMutation('delete', '/api/v1/tags/{id}', {
    meta: { quiet: true },
    onSuccess: () => {
      closeDialog();
      showDone(tags.removed(tag.name));
      outdate('tags', 'clients', 'audit');
    },
  });
  return (
    <Removal remove={remove} onRemove={() => remove.mutate({ params: { path: { id: tag.id } } })}>
      {tags.removeMore}
    </Removal>
  );
}
