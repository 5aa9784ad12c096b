import { Select } from '@mantine/core';
import type { Client } from '~/api/client';
import { useTexts } from '~/i18n';
import { PersonSelect } from '~/ui/PersonSelect';
import { Contested } from './Contested';
import { type Values, valuesOf } from './editing';
import { SOURCES, STATUSES, TYPES } from './filters';
import classes from './Profile.module.css';
import { useEdit } from './useEdit';

/** Type, source, status and who is in charge: saved as soon as they are chosen. */
export function ClientChoices({ client }: { client: Client }) {
  const { client: said, clients, people } = useTexts();
  const edit = useEdit();
  // What was chosen shows at once; what is refused is again as it was.
  const values = { ...valuesOf(client), ...edit.draft };
  const choose = (draft: Partial<Values>) => edit.choose(client, draft);
  const common = {
    comboboxProps: { withinPortal: false },
    openOnFocus: false,
    allowDeselect: false,
    size: 'sm',
  };
  const labelled = <T extends string>(choices: readonly T[], texts: Record<T, string>) =>
    choices.map((value) => ({ value, label: texts[value] }));
  return (
    <>
      <div className={classes.choices}>
        <Select
          {...common}
          label={said.type}
          data={labelled(TYPES, clients.types)}
          value={values.type}
          onChange={(type) => type && choose({ type })}
        />
        <Select
          {...common}
          label={said.source}
          data={labelled(SOURCES, clients.sources)}
          value={values.source}
          onChange={(source) => source && choose({ source })}
        />
        <Select
          {...common}
          label={said.status}
          data={labelled(STATUSES, clients.statuses)}
          value={values.status}
          onChange={(status) => status && choose({ status })}
        />
        <PersonSelect
          label={said.assigned}
          nobody={people.nobody}
          branchId={client.branch_id}
          value={values.assigned_to_id ?? undefined}
          onChange={(id) => choose({ assigned_to_id: id ?? null })}
        />
      </div>
      {edit.theirs && edit.draft && (
        <Contested
          {...contested(edit.draft, edit.theirs)}
          isSaving={edit.isSaving}
          onSeeNew={edit.stop}
          onSaveMine={edit.save}
        />
      )}
    </>
  );

  function contested(draft: Partial<Values>, theirs: Client) {
    if (draft.type) return { label: said.type, theirs: clients.types[theirs.type] };
    if (draft.source) return { label: said.source, theirs: clients.sources[theirs.source] };
    if (draft.status) return { label: said.status, theirs: clients.statuses[theirs.status] };
    return { label: said.assigned, theirs: theirs.assigned_to?.name ?? people.nobody };
  }
}
