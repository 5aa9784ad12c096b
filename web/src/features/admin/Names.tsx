import { Text, Tooltip } from '@mantine/core';
import { namesOf } from './data';
import { useTexts } from './texts';

const MOST = 2;

interface Props {
  ids: string[];
  rows: { id: string; name: string }[];
  all?: boolean;
}

/** The first of them; the others wait for whoever points at them. */
export function Names({ ids, rows, all }: Props) {
  const { admin, users } = useTexts();
  const names = namesOf(ids, rows);
  if (all || names.length === 0)
    return (
      <Text fz={13.5} c="var(--ink-3)">
        {all ? users.everywhere : admin.none}
      </Text>
    );
  const shown = names.slice(0, MOST).join(', ');
  const more = names.length - MOST;
  return (
    <Tooltip label={names.join(', ')} disabled={more < 1} multiline maw={320}>
      <Text fz={13.5} lineClamp={2}>
        {shown} {more > 0 && admin.more(more)}
      </Text>
    </Tooltip>
  );
}
