import { Stack, Text } from '@mantine/core';
import type { Schemas } from '~/api/client';
import { FormAlert } from '~/ui/FormAlert';
import { FormFoot } from './FormFoot';
import { useTexts } from './texts';

interface Props {
  /** What goes with it. */
  children: string;
  remove: { isPending: boolean; error: Schemas['Problem'] | null };
  onRemove: () => void;
}

/** Asks once more before something goes for good. */
export function Removal({ children, remove, onRemove }: Props) {
  const { admin } = useTexts();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onRemove();
      }}
    >
      <Stack gap={16}>
        <Text fz={14} c="var(--ink-2)">
          {children}
        </Text>
        <FormAlert problem={remove.error} />
        <FormFoot label={admin.remove} busy={remove.isPending} color="red.9" />
      </Stack>
    </form>
  );
}
