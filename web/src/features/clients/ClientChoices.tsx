import { Select } from '@mantine/core';
import type { Client } from '~/api/client';
import { useTexts } from '~/i18n';
import { Contested } from './Contested';
import { usePeople } from './data';
import { type Values, valuesOf } from './editing';
import { SOURCES, STATUSES, TYPES } from './filters';
import classes from './Profile.module.css';
import { useEdit } from './useEdit';

/** Type, source, status and who is in charge: saved as soon as they are chosen. */
export function ClientChoices({ client, isFixed }: { client: Client; isFixed: boolean }) {
  const { client: said, clients, people: nobody, actions } = useTexts();
  const edit = useEdit();
  const found = usePeople(client.branch_id).data?.items ?? [];
  const people = client.assigned_to ? withPerson(found, client.assigned_to) : found;
  // What was chosen shows at once; what is refused is again as it was.
  const values = { ...valuesOf(client), ...edit.draft };
  const choose = (draft: Partial<Values>) => edit.choose(client, draft);
  const common = {
    comboboxProps: { withinPortal: false },
    openOnFocus: false,
    allowDeselect: false,
    disabled: isFixed,
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
        <Select
          {...common}
          label={said.assigned}
          placeholder={nobody.nobody}
          data={people.map(({ id, name }) => ({ value: id, label: name ?? nobody.noName }))}
          value={values.assigned_to_id}
          onChange={(assigned_to_id) => choose({ assigned_to_id })}
          clearButtonProps={{ 'aria-label': actions.clear }}
          searchable
          clearable
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
    return { label: said.assigned, theirs: theirs.assigned_to?.name ?? nobody.nobody };
  }
}

interface Named {
  id: string;
  name: string | null;
}

/** Whoever is in charge may have left the branch since. */
const withPerson = (people: Named[], person: Named): Named[] =>
  people.some(({ id }) => id === person.id) ? people : [...people, person];
