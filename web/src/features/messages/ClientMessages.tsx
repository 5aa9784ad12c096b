import { SegmentedControl, Text } from '@mantine/core';
import { IconArrowDownLeft } from '@tabler/icons-react';
import { api, type Schemas } from '~/api/client';
import { useTimeZones, useToday } from '~/branch';
import { dayOf, relativeDay, timeOfDay } from '~/dates';
import { useLanguage } from '~/i18n';
import { FormAlert } from '~/ui/FormAlert';
import { LinkButton } from '~/ui/LinkButton';
import { LoadFailed } from '~/ui/LoadFailed';
import { Channel } from './Channel';
import { useConsent } from './consents';
import classes from './Messages.module.css';
import { Said, useWhen } from './parts';
import { newestFirst, type Passed } from './passed';
import { StatusBadge } from './StatusBadge';
import { useTexts } from './texts';

const MOST = 5;
const OUTSIDE = ['whatsapp', 'sms', 'email'] as const;
const STATES = ['granted', 'revoked', 'unknown'] as const satisfies Schemas['Consent']['email'][];

interface Props {
  clientId: string;
  isErased: boolean;
}

/** What passed between the house and a client, and by which ways they may be written to. */
export function ClientMessages({ clientId, isErased }: Props) {
  return (
    <>
      {!isErased && <Consents clientId={clientId} />}
      <History clientId={clientId} />
    </>
  );
}

function Consents({ clientId }: { clientId: string }) {
  const { messages, channels } = useTexts();
  const { client } = messages;
  const { consent, problem, loadProblem, say, overwrite, reload } = useConsent(clientId);
  if (loadProblem) return <LoadFailed problem={loadProblem} onRetry={reload} />;
  return (
    <fieldset className={classes.consents} disabled={!consent}>
      <legend>{client.consents}</legend>
      <FormAlert problem={problem} onOverwrite={overwrite} onReload={reload} />
      {OUTSIDE.map((channel) => (
        <div key={channel} className={classes.consent}>
          <Channel channel={channel} />
          <SegmentedControl
            size="xs"
            aria-label={client.of(channels[channel])}
            data={STATES.map((value) => ({ value, label: client.states[value] }))}
            value={consent?.[channel] ?? 'unknown'}
            onChange={(state) => say({ [channel]: state })}
          />
        </div>
      ))}
      <Text fz={12.5} c="var(--ink-3)">
        {client.consentHint}
      </Text>
    </fieldset>
  );
}

function History({ clientId }: { clientId: string }) {
  const { client } = useTexts().messages;
  const query = { client_id: [clientId], limit: MOST };
  const sent = api.useQuery('get', '/api/v1/deliveries', {
    params: { query: { ...query, recipient_type: ['client'] } },
  });
  const come = api.useQuery('get', '/api/v1/incoming-messages', { params: { query } });
  const problem = sent.error ?? come.error;
  const again = () => {
    sent.refetch();
    come.refetch();
  };
  if (problem) return <LoadFailed problem={problem} onRetry={again} />;
  if (!sent.data || !come.data) return null;
  const passed = newestFirst(sent.data.items, come.data.items).slice(0, MOST);
  if (passed.length === 0)
    return (
      <Text fz={13.5} c="var(--ink-3)">
        {client.none}
      </Text>
    );
  return (
    <>
      <ul className={classes.history} aria-label={client.title}>
        {passed.map((each) => (
          <li key={each.of.id} className={classes.message}>
            <Message passed={each} />
          </li>
        ))}
      </ul>
      {sent.data.items.length > 0 && (
        <LinkButton
          to="/messages"
          search={{ client_id: clientId, recipient_type: 'client' }}
          variant="default"
          fullWidth
          mt="sm"
        >
          {client.all}
        </LinkButton>
      )}
    </>
  );
}

function Message({ passed }: { passed: Passed }) {
  const { client } = useTexts().messages;
  const when = useWhen();
  const language = useLanguage();
  const zones = useTimeZones();
  const today = useToday();
  if (passed.kind === 'sent')
    return (
      <>
        <div className={classes.top}>
          <StatusBadge status={passed.of.status} />
          <Channel channel={passed.of.channel} />
          <time dateTime={passed.at}>{when(passed.of)}</time>
        </div>
        <div>
          <Said delivery={passed.of} />
        </div>
      </>
    );
  const { body, channel, branch_id } = passed.of;
  const zone = zones(branch_id ?? undefined);
  const day = relativeDay(dayOf(Date.parse(passed.at), zone), today(branch_id ?? undefined), language);
  return (
    <>
      <div className={classes.top}>
        <IconArrowDownLeft size={16} stroke={1.9} aria-hidden />
        <strong>{client.wrote}</strong>
        <Channel channel={channel} />
        <time dateTime={passed.at}>{`${day}, ${timeOfDay(passed.at, zone, language)}`}</time>
      </div>
      <Text className={classes.said}>{body}</Text>
    </>
  );
}
