import { Badge, Button, Popover, Stack } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTexts } from '~/i18n';

interface Props {
  /** How many of the filters inside are in use. */
  inUse: number;
  onClear: () => void;
  width?: number;
  children: ReactNode;
}

/** What is filtered by less often than by what stands in sight. */
export function FilterButton({ inUse, onClear, width = 300, children }: Props) {
  const { filtering } = useTexts();
  const [isOpen, open] = useState(false);
  return (
    <Popover opened={isOpen} onChange={open} position="bottom-end" width={width} shadow="md" trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          h={36}
          leftSection={<IconAdjustmentsHorizontal size={17} aria-hidden />}
          rightSection={
            inUse > 0 && (
              <Badge size="sm" circle>
                {inUse}
              </Badge>
            )
          }
          onClick={() => open(!isOpen)}
        >
          {filtering.filters}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={filtering.filters}>
        <Stack gap="sm">
          {children}
          {inUse > 0 && (
            <Button variant="subtle" color="gray" c="var(--ink-2)" onClick={onClear}>
              {filtering.clear}
            </Button>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
