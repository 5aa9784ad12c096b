import { Badge, Button, Popover, Stack } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { useState } from 'react';
import { useTexts } from '~/i18n';
import { DayField } from '~/ui/DayField';
import { PersonSelect } from '~/ui/PersonSelect';
import type { SaleFilters } from './filters';

interface Props {
  filters: SaleFilters;
  onChange: (changed: SaleFilters) => void;
}

/** By whom and since when: what is asked for less often than the state. */
export function SaleFilterMenu({ filters, onChange }: Props) {
  const { sales } = useTexts();
  const [isOpen, open] = useState(false);
  const { agent_id, from, to } = filters;
  const inUse = [agent_id, from, to].filter(Boolean).length;
  return (
    <Popover opened={isOpen} onChange={open} position="bottom-end" width={300} shadow="md" trapFocus>
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
          {sales.filters}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={sales.filters}>
        <Stack gap="sm">
          <PersonSelect
            label={sales.agent}
            nobody={sales.anyAgent}
            value={agent_id}
            onChange={(id) => onChange({ agent_id: id })}
          />
          <DayField
            label={sales.openedFrom}
            value={from ?? null}
            max={to}
            clearable
            onChange={(day) => onChange({ from: day ?? undefined })}
          />
          <DayField
            label={sales.openedTo}
            value={to ?? null}
            min={from}
            clearable
            onChange={(day) => onChange({ to: day ?? undefined })}
          />
          {inUse > 0 && (
            <Button
              variant="subtle"
              color="gray"
              onClick={() => onChange({ agent_id: undefined, from: undefined, to: undefined })}
            >
              {sales.clearFilters}
            </Button>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
