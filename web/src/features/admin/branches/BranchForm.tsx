import { Select, Stack, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { api, type Schemas } from '~/api/client';
import { showLatest } from '~/api/latest';
import { renew } from '~/api/session';
import { useBranch } from '~/branch';
import { useLanguage } from '~/i18n';
import { FormAlert } from '~/ui/FormAlert';
import { showDone } from '~/ui/notices';
import { finds } from '~/ui/plain';
import { wrongIn } from '~/ui/wrong';
import classes from '../Admin.module.css';
import { type Branch, ifMatch, latest, renewHouse } from '../data';
import { closeDialog, openDialog } from '../dialog';
import { FormFoot } from '../FormFoot';
import { useTexts } from '../texts';
import { HolidayFields } from './HolidayFields';
import { type OpeningHours, openDays } from './hours';
import { OpeningFields } from './OpeningFields';
import { countries, timeZones } from './places';
import { QuietFields } from './QuietFields';

type Draft = Schemas['BranchIn'] & { opening_hours: OpeningHours | null };

const PACKS = ['clinic', 'school', 'gym', 'sales'] as const;

export function BranchForm({ branch }: { branch?: Branch }) {
  const { branches, admin, actions } = useTexts();
  const language = useLanguage();
  const here = useBranch();
  const [draft, setDraft] = useState<Draft>(() => draftOf(branch, here));
  const zones = useMemo(
    () => timeZones(draft.time_zone).map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') })),
    [draft.time_zone],
  );
  const regions = useMemo(() => countries(language), [language]);
  const change = (changed: Partial<Draft>) => setDraft({ ...draft, ...changed });
  const settings = { meta: { quiet: true } };
  const done =
    (say: (name: string) => string) =>
    ({ name }: Branch) => {
      closeDialog();
      showDone(say(name));
      renewHouse();
      // What the frame shows of branches comes with the session.
      renew().catch(() => undefined);
    };
  const create = api.useMutation('post', '/api/v1/branches', { ...settings, onSuccess: done(admin.created) });
  const save = api.useMutation('patch', '/api/v1/branches/{id}', {
    ...settings,
    onSuccess: done(admin.saved),
  });
  const problem = create.error ?? save.error;
  const wrong = wrongIn(problem);

  function submit(version?: number) {
    const opening_hours = draft.opening_hours && openDays(draft.opening_hours);
    const body = { ...draft, name: draft.name.trim(), opening_hours };
    if (branch) save.mutate({ params: { path: { id: branch.id } }, headers: ifMatch(version), body });
    else create.mutate({ body });
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit(branch?.version);
      }}
    >
      <Stack gap={16}>
        <FormAlert
          problem={problem}
          onOverwrite={() => submit()}
          onReload={() =>
            branch &&
            showLatest(latest.branch(branch.id), (now) => openDialog({ kind: 'branch', branch: now }))
          }
        />
        <div className={classes.two}>
          <TextInput
            label={admin.name}
            value={draft.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
            error={wrong('name')}
            maxLength={200}
            autoComplete="off"
            data-autofocus
            required
          />
          <Select
            label={branches.pack}
            data={PACKS.map((pack) => ({ value: pack, label: branches.packs[pack] }))}
            value={draft.pack}
            onChange={(pack) => pack && change({ pack })}
            error={wrong('pack')}
            comboboxProps={{ withinPortal: false }}
            allowDeselect={false}
            required
          />
          <Select
            label={branches.timeZone}
            description={branches.timeZoneHint}
            data={zones}
            value={draft.time_zone || null}
            onChange={(zone) => zone && change({ time_zone: zone })}
            error={wrong('time_zone')}
            filter={findsFolded}
            comboboxProps={{ withinPortal: false }}
            openOnFocus={false}
            limit={60}
            allowDeselect={false}
            inputWrapperOrder={ORDER}
            searchable
            required
          />
          <Select
            label={branches.region}
            data={regions}
            value={draft.phone_region || null}
            onChange={(region) => region && change({ phone_region: region })}
            error={wrong('phone_region')}
            filter={findsFolded}
            comboboxProps={{ withinPortal: false }}
            openOnFocus={false}
            limit={60}
            allowDeselect={false}
            searchable
            required
          />
        </div>
        <OpeningFields
          value={draft.opening_hours}
          onChange={(opening_hours) => change({ opening_hours })}
          wrong={wrong}
        />
        <QuietFields
          value={draft.quiet_hours ?? null}
          onChange={(quiet_hours) => change({ quiet_hours })}
          error={wrong('quiet_hours')}
        />
        <HolidayFields
          value={draft.holidays ?? []}
          onChange={(holidays) => change({ holidays })}
          error={wrong('holidays')}
        />
        <FormFoot
          label={actions.save}
          busy={create.isPending || save.isPending}
          ready={!!draft.name.trim() && !!draft.time_zone && !!draft.phone_region}
        />
      </Stack>
    </form>
  );
}

// The hint stands below, so that the two fields of a row stand at one height.
const ORDER: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error'];

/** A new branch is like the one that is looked at, until somebody says otherwise. */
function draftOf(branch?: Branch, here?: Branch): Draft {
  return {
    name: branch?.name ?? '',
    pack: (branch?.pack ?? here?.pack ?? 'clinic') as Draft['pack'],
    time_zone: branch?.time_zone ?? here?.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    phone_region: branch?.phone_region ?? here?.phone_region ?? '',
    opening_hours: branch?.opening_hours ?? null,
    quiet_hours: branch?.quiet_hours ?? null,
    holidays: branch?.holidays ?? [],
  };
}

interface Search {
  options: unknown[];
  search: string;
  limit: number;
}

const findsFolded = ({ options, search, limit }: Search) =>
  (options as { value: string; label: string }[])
    .filter(({ label }) => finds(search.trim(), label))
    .slice(0, limit);
