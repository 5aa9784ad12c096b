import { Button, SegmentedControl, Skeleton, Stack, Switch, Text } from '@mantine/core';
import { useState } from 'react';
import { api, outdate, queryClient, type Schemas } from '~/api/client';
import { showLatest } from '~/api/latest';
import { LANGUAGES, type Language } from '~/i18n';
import { FormAlert } from '~/ui/FormAlert';
import { LoadFailed } from '~/ui/LoadFailed';
import { showDone } from '~/ui/notices';
import { TimeField } from '~/ui/TimeField';
import { wrongIn } from '~/ui/wrong';
import { Card } from './Card';
import classes from './Settings.module.css';
import { useTexts } from './texts';

type Preferences = Schemas['Preferences'];

const PATH = '/api/v1/preferences';
const USUAL = { quiet: { from: '21:00', to: '08:00' }, digest: '08:00' };

/** By which ways the signed-in person is told, and when not. */
export function NoticesCard() {
  const { settings } = useTexts();
  const { data, error, refetch } = api.useQuery('get', PATH);
  return (
    <Card title={settings.notices} lead={settings.noticesMore}>
      {data ? (
        <Fields key={data.version} preferences={data} />
      ) : error ? (
        <LoadFailed problem={error} onRetry={() => refetch()} />
      ) : (
        <Skeleton h={260} radius="md" />
      )}
    </Card>
  );
}

function Fields({ preferences }: { preferences: Preferences }) {
  const { settings, actions } = useTexts();
  const { version, ...before } = preferences;
  const [draft, setDraft] = useState(before);
  const change = (changed: Partial<typeof draft>) => setDraft({ ...draft, ...changed });
  const { queryKey } = api.queryOptions('get', PATH);
  const put = api.useMutation('put', PATH, {
    meta: { quiet: true },
    onSuccess: (saved) => {
      queryClient.setQueryData<Preferences>(queryKey, saved);
      showDone(settings.noticesSaved);
      outdate('audit');
    },
  });
  const save = (of?: number) => put.mutate({ headers: of ? { 'If-Match': `"${of}"` } : {}, body: draft });
  const reload = () =>
    showLatest(queryClient.fetchQuery(api.queryOptions('get', PATH, {}, { staleTime: 0 })), () => undefined);
  const wrong = wrongIn(put.error);
  const { channels, quiet_hours: quiet, digest_at: digest, language } = draft;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save(version);
      }}
    >
      <Stack gap={18}>
        <FormAlert problem={put.error} onOverwrite={() => save()} onReload={reload} />
        <Stack gap={10}>
          {(['email', 'sms', 'whatsapp'] as const).map((channel) => (
            <Switch
              key={channel}
              label={settings.by[channel]}
              checked={channels[channel]}
              onChange={(event) =>
                change({ channels: { ...channels, [channel]: event.currentTarget.checked } })
              }
            />
          ))}
        </Stack>
        <div>
          <Switch
            label={settings.quiet}
            checked={quiet !== null}
            onChange={(event) => change({ quiet_hours: event.currentTarget.checked ? USUAL.quiet : null })}
          />
          {quiet && (
            <div className={classes.span}>
              <TimeField
                label={settings.quietFrom}
                value={quiet.from}
                onChange={(from) => change({ quiet_hours: { ...quiet, from } })}
                error={wrong('quiet_hours.from')}
              />
              <TimeField
                label={settings.quietTo}
                value={quiet.to}
                onChange={(to) => change({ quiet_hours: { ...quiet, to } })}
                error={wrong('quiet_hours.to')}
              />
            </div>
          )}
        </div>
        <div>
          <Switch
            label={settings.digest}
            description={settings.digestMore}
            checked={digest !== null}
            onChange={(event) => change({ digest_at: event.currentTarget.checked ? USUAL.digest : null })}
          />
          {digest !== null && (
            <div className={classes.span}>
              <TimeField
                label={settings.digestAt}
                value={digest}
                onChange={(digest_at) => change({ digest_at })}
                error={wrong('digest_at')}
              />
            </div>
          )}
        </div>
        <div>
          <Text fz={14} fw={500} mb={6} aria-hidden>
            {settings.noticesLanguage}
          </Text>
          <SegmentedControl
            aria-label={settings.noticesLanguage}
            data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
            value={language}
            onChange={(chosen) => change({ language: chosen as Language })}
          />
        </div>
        <Button
          type="submit"
          loading={put.isPending}
          disabled={JSON.stringify(draft) === JSON.stringify(before) || digest === ''}
          style={{ alignSelf: 'flex-start' }}
        >
          {actions.save}
        </Button>
      </Stack>
    </form>
  );
}
