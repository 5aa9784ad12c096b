import { Button, Select } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import { Period } from '~/ui/Period';
import { finds } from '~/ui/plain';
import { useUsers } from '../data';
import type { AdminSearch } from '../search';
import { useTexts } from '../texts';
import classes from './Audit.module.css';
import { ACTIONS } from './actions';

interface Props {
  filters: AdminSearch;
  onChange: (changed: Partial<AdminSearch>) => void;
}

export function AuditFilters({ filters, onChange }: Props) {
  const { audit, admin, actions: said } = useTexts();
  const people = useUsers().rows ?? [];
  const { actor_id, action, record_id, from, to } = filters;
  const groups = Object.entries(ACTIONS).map(([group, actions]) => ({
    group: audit.groups[group as keyof typeof ACTIONS],
    items: actions.map((each) => ({ value: each, label: audit.actions[each] })),
  }));
  const clear = { clearButtonProps: { 'aria-label': said.clear }, clearable: true };
  const offered = {
    comboboxProps: { withinPortal: false, width: 280 },
    openOnFocus: false,
    searchable: true,
  };
  return (
    <div className={classes.filters}>
      <Select
        label={audit.person}
        placeholder={audit.anybody}
        data={people.map(({ id, name }) => ({ value: id, label: name }))}
        value={actor_id ?? null}
        onChange={(id) => onChange({ actor_id: id ?? undefined })}
        filter={({ options, search }) =>
          (options as { value: string; label: string }[]).filter(({ label }) => finds(search.trim(), label))
        }
        {...offered}
        {...clear}
      />
      <Select
        label={audit.action}
        placeholder={audit.anything}
        data={groups}
        value={action ?? null}
        onChange={(chosen) => onChange({ action: chosen ?? undefined })}
        {...offered}
        {...clear}
      />
      <Period from={from} to={to} onChange={onChange} />
      {(actor_id || action || record_id || from || to) && (
        <Button
          variant="subtle"
          color="gray"
          c="var(--ink-2)"
          leftSection={<IconFilterOff size={17} aria-hidden />}
          onClick={() =>
            onChange({
              actor_id: undefined,
              action: undefined,
              record_id: undefined,
              from: undefined,
              to: undefined,
            })
          }
        >
          {record_id ? audit.allRecords : admin.clearFilters}
        </Button>
      )}
    </div>
  );
}
