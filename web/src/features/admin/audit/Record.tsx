import { ActionIcon, Group, Text, Tooltip } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useTexts } from '../texts';
import classes from './Audit.module.css';
import { type Entry, kindIn } from './actions';
import { useNamed } from './names';

interface Props {
  entry: Entry;
  onHistory: (recordId: string) => void;
  /** Whether it is this record alone that is shown already. */
  alone: boolean;
}

/** What something was done to: its kind, its name once somebody looks at it, and a way to it. */
export function Record({ entry, onHistory, alone }: Props) {
  const { audit } = useTexts();
  const { ref, name, open } = useNamed(entry.record);
  const { id } = entry.record;
  return (
    <Group ref={ref} gap={6} wrap="nowrap" justify="space-between">
      <div style={{ minWidth: 0 }}>
        <Text fz={12.5} c="var(--ink-3)" truncate>
          {kindIn(audit, entry)}
        </Text>
        {open ? (
          <button type="button" className={classes.open} onClick={open} title={name}>
            {name}
          </button>
        ) : (
          <Text fz={13.5} truncate title={name}>
            {name}
          </Text>
        )}
      </div>
      {id && !alone && (
        <Tooltip label={audit.historyOf}>
          <ActionIcon aria-label={`${audit.historyOf}: ${name ?? id}`} onClick={() => onHistory(id)}>
            <IconHistory size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
    </Group>
  );
}
