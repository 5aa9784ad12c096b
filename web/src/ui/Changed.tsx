import { Alert, Button, Group, Text } from '@mantine/core';
import { IconUserEdit } from '@tabler/icons-react';
import { useTexts } from '~/i18n';

interface Props {
  /** Have mine saved over theirs. */
  onMine: () => void;
  /** Show theirs in place of mine. */
  onTheirs: () => void;
  busy?: boolean;
}

/** Somebody else changed the same thing meanwhile: a choice, and nothing that was written is lost before it. */
export function Changed({ onMine, onTheirs, busy }: Props) {
  const { changed } = useTexts();
  return (
    <Alert color="yellow" icon={<IconUserEdit size={18} />} title={changed.title} role="alert">
      <Text fz={14}>{changed.more}</Text>
      <Group gap={8} mt={8}>
        <Button size="compact-sm" onClick={onMine} loading={busy}>
          {changed.mine}
        </Button>
        <Button size="compact-sm" variant="default" onClick={onTheirs}>
          {changed.theirs}
        </Button>
      </Group>
    </Alert>
  );
}
