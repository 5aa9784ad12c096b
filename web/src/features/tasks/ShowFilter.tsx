import { api } from '~/api/client';
import { useBranchFilter } from '~/branch';
import { useTexts } from '~/i18n';
import { Chips } from '~/ui/Chips';
import type { Show } from './filters';

/** The quick buttons: all tasks, urgent ones, those in preparation, with how many of them are open. */
export function ShowFilter({ show, onChange }: { show?: Show; onChange: (show?: Show) => void }) {
  const { board } = useTexts().tasks;
  const { data } = api.useQuery(
    'get',
    '/api/v1/board',
    { params: { query: useBranchFilter() } },
    { placeholderData: (before) => before },
  );
  const counts = data?.counts;
  return (
    <Chips<Show>
      label={board.show}
      value={show}
      onChange={onChange}
      choices={[
        { text: board.all, number: counts?.all },
        { value: 'urgent', text: board.urgent, number: counts?.urgent },
        { value: 'in_preparation', text: board.in_preparation, number: counts?.in_preparation },
      ]}
    />
  );
}
