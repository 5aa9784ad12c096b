import { Badge, Button, Popover, Select, Stack } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '~/api/client';
import { useUser } from '~/api/session';
import { useTexts } from '~/i18n';
import { DayField } from '~/ui/DayField';
import type { FollowUpFilters } from './filters';

interface Props {
  filters: FollowUpFilters;
  onChange: (changed: FollowUpFilters) => void;
}

/** By whom and by when: what is asked for less often than the state. */
export function Filters({ filters, onChange }: Props) {
  const { followUps } = useTexts();
  const [isOpen, open] = useState(false);
  const { assigned_to_id, due_from, due_to } = filters;
  const inUse = [assigned_to_id, due_from, due_to].filter(Boolean).length;
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
          {followUps.filters}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={followUps.filters}>
        <Stack gap="sm">
          <AssignedTo value={assigned_to_id} onChange={(id) => onChange({ assigned_to_id: id })} />
          <DayField
            label={followUps.from}
            value={due_from ?? null}
            max={due_to}
            clearable
            onChange={(day) => onChange({ due_from: day ?? undefined })}
          />
          <DayField
            label={followUps.to}
            value={due_to ?? null}
            min={due_from}
            clearable
            onChange={(day) => onChange({ due_to: day ?? undefined })}
          />
          {inUse > 0 && (
            <Button
              variant="subtle"
              color="gray"
              onClick={() => onChange({ assigned_to_id: undefined, due_from: undefined, due_to: undefined })}
            >
              {followUps.clearFilters}
            </Button>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function AssignedTo({ value, onChange }: { value?: string; onChange: (id?: string) => void }) {
  const { followUps } = useTexts();
  const user = useUser();
  const { data } = api.useQuery('get', '/api/v1/users', { params: { query: { limit: 200 } } });
  const people = data?.items ?? [user];
  return (
    <Select
      label={followUps.assignedTo}
      placeholder={followUps.anybody}
      data={people.map(({ id, name }) => ({ value: id, label: name }))}
      value={value ?? null}
      onChange={(id) => onChange(id ?? undefined)}
      comboboxProps={{ withinPortal: false }}
      openOnFocus={false}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': useTexts().actions.clear }}
    />
  );
}
