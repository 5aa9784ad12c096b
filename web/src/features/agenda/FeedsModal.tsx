import { Alert, Button, CopyButton, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconCalendarShare, IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { api, outdate, type Schemas } from '~/api/client';
import { useUser } from '~/api/session';
import { useToday } from '~/branch';
import { shortDay } from '~/dates';
import { useLanguage, useTexts } from '~/i18n';
import { showDone } from '~/ui/notices';
import { usePhone } from '~/ui/usePhone';
import classes from './Agenda.module.css';

const renew = () => outdate('agenda/feeds');

/** Private addresses under which calendars read one's agenda: made, copied once, revoked. */
export function FeedsModal({ onClose }: { onClose: () => void }) {
  const { feeds } = useTexts().agenda;
  const user = useUser();
  const phone = usePhone();
  const { data } = api.useQuery('get', '/api/v1/agenda/feeds', { params: { query: { limit: 200 } } });
  const create = api.useMutation('post', '/api/v1/agenda/feeds', { onSuccess: renew });
  return (
    <Modal
      opened
      onClose={onClose}
      title={feeds.title}
      size={520}
      fullScreen={phone}
      radius={phone ? 0 : 'lg'}
    >
      <Text fz={14} c="var(--ink-2)" mb="md">
        {feeds.lead}
      </Text>
      {create.data ? (
        <Address url={create.data.url} />
      ) : (
        <Button
          leftSection={<IconCalendarShare size={17} aria-hidden />}
          loading={create.isPending}
          onClick={() => create.mutate({ body: { operator_id: user.id } })}
          data-autofocus
        >
          {feeds.create}
        </Button>
      )}
      <h3 className={classes.feedsTitle}>{feeds.yours}</h3>
      {data?.items.length === 0 && (
        <Text fz={13.5} c="var(--ink-3)">
          {feeds.none}
        </Text>
      )}
      <ul className={classes.feeds}>
        {data?.items.map((feed) => (
          <Feed key={feed.id} feed={feed} />
        ))}
      </ul>
    </Modal>
  );
}

function Address({ url }: { url: string }) {
  const { feeds } = useTexts().agenda;
  return (
    <Stack gap={10}>
      <Group gap={8} align="end" wrap="nowrap">
        <TextInput
          flex={1}
          label={feeds.address}
          value={url}
          readOnly
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton value={url} timeout={3_000}>
          {({ copied, copy }) => (
            <Button
              leftSection={copied ? <IconCheck size={17} aria-hidden /> : <IconCopy size={17} aria-hidden />}
              onClick={copy}
            >
              {copied ? feeds.copied : feeds.copy}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Alert color="yellow" icon={<IconAlertTriangle size={18} />} py={8}>
        <Text fz={13.5}>{feeds.once}</Text>
      </Alert>
    </Stack>
  );
}

function Feed({ feed }: { feed: Schemas['Feed'] }) {
  const { feeds } = useTexts().agenda;
  const language = useLanguage();
  const today = useToday();
  const [isAsking, ask] = useState(false);
  const revoke = api.useMutation('delete', '/api/v1/agenda/feeds/{id}', {
    onSuccess: () => showDone(feeds.revoked),
    onSettled: renew,
  });
  const made = shortDay(feed.created_at.slice(0, 10) || today(), language);
  return (
    <li>
      <div>
        <Text fz={14} fw={550}>
          {feeds.of(feed.operator.name ?? '')}
        </Text>
        <Text fz={12.5} c="var(--ink-3)">
          {isAsking ? feeds.sure : feeds.created(made)}
        </Text>
      </div>
      {isAsking ? (
        <Group gap={6} wrap="nowrap">
          <Button size="compact-md" variant="default" onClick={() => ask(false)}>
            {feeds.keep}
          </Button>
          <Button
            size="compact-md"
            color="red"
            loading={revoke.isPending}
            onClick={() => revoke.mutate({ params: { path: { id: feed.id } } })}
          >
            {feeds.revoke}
          </Button>
        </Group>
      ) : (
        <Button
          size="compact-md"
          variant="default"
          aria-label={feeds.revokeOf(made)}
          onClick={() => ask(true)}
        >
          {feeds.revoke}
        </Button>
      )}
    </li>
  );
}
