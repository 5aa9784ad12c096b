import { Button, Group, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useTexts } from '~/i18n';
import { Warning } from '~/ui/Warning';
import classes from './Profile.module.css';

interface Props {
  label: string;
  theirs: string;
  isSaving: boolean;
  onSeeNew: () => void;
  onSaveMine: () => void;
}

/** Somebody else changed the same meanwhile: what they wrote stands here, and what was typed stays above. */
export function Contested({ label, theirs, isSaving, onSeeNew, onSaveMine }: Props) {
  const { client } = useTexts();
  return (
    <Warning icon={<IconUsers size={18} />} role="alert">
      <Text fz={13.5}>{client.conflict(label)}</Text>
      <Text fz={14} fw={600} className={classes.theirs}>
        {theirs || client.nothing}
      </Text>
      <Group gap="xs" mt={10}>
        <Button variant="default" size="xs" onClick={onSeeNew}>
          {client.seeNew}
        </Button>
        <Button size="xs" loading={isSaving} onClick={() => onSaveMine()}>
          {client.saveMine}
        </Button>
      </Group>
    </Warning>
  );
}
