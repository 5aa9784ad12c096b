import { useTexts } from '~/i18n';
import { NothingFound } from '~/ui/NothingFound';

export function NobodyFound({ onClear }: { onClear: () => void }) {
  const { clients } = useTexts();
  return (
    <NothingFound title={clients.nothingFound} onClear={onClear}>
      {clients.nothingFoundMore}
    </NothingFound>
  );
}
