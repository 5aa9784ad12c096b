import { ActionIcon, Avatar, Button, Group, Title, Tooltip } from '@mantine/core';
import { IconCalendarPlus, IconCrown, IconPhonePlus, IconUserCheck } from '@tabler/icons-react';
import { api, type Client } from '~/api/client';
import { openInteraction } from '~/features/interactions/open';
import { openNewTask } from '~/features/tasks/open';
import { useTexts } from '~/i18n';
import { showDone } from '~/ui/notices';
import { usePhone } from '~/ui/usePhone';
import { CallButton } from './ClientCard';
import { WhatsApp } from './Contacting';
import { renewClients, showClient } from './data';
import classes from './Profile.module.css';
import { ProfileMenu } from './ProfileMenu';
import { ProfileTags } from './ProfileTags';
import { asRef } from './reference';
import { TypeBadge } from './TypeBadge';

/** Who it is, and what one does with clients most often. */
export function ProfileHead({ client, isBeside }: { client: Client; isBeside?: boolean }) {
  const { clients, profile } = useTexts();
  const phone = usePhone();
  const isErased = client.erased_at !== null;
  const size = phone ? 42 : 36;
  return (
    <header className={classes.head}>
      <Group gap={14} wrap="nowrap" align="center">
        <Avatar name={client.name} size={48} color="green" variant="light" aria-hidden />
        <div className={classes.who}>
          <Title order={isBeside ? 2 : 1} className={classes.name}>
            {client.name}
          </Title>
          <Group gap={8} mt={3}>
            <TypeBadge type={client.type} />
            {client.status === 'inactive' && (
              <span className={classes.inactive}>{clients.statuses.inactive}</span>
            )}
          </Group>
        </div>
      </Group>
      {!isErased && (
        <>
          <ProfileTags client={client} />
          <div className={classes.actions}>
            {phone && <CallButton person={client} />}
            <WhatsApp person={client} contact={{ client_id: client.id }} size={size} look="framed" />
            {phone ? (
              <Tooltip label={clients.addInteraction}>
                <ActionIcon
                  size={size}
                  variant="default"
                  aria-label={clients.addInteraction}
                  onClick={() => openInteraction(asRef(client))}
                >
                  <IconPhonePlus size={19} aria-hidden />
                </ActionIcon>
              </Tooltip>
            ) : (
              <>
                <Button
                  leftSection={<IconPhonePlus size={17} aria-hidden />}
                  onClick={() => openInteraction(asRef(client))}
                >
                  {clients.addInteraction}
                </Button>
                <Button
                  variant="default"
                  leftSection={<IconCalendarPlus size={17} aria-hidden />}
                  onClick={() => openNewTask({}, asRef(client))}
                >
                  {profile.newTask}
                </Button>
              </>
            )}
            <Progress client={client} />
            <ProfileMenu client={client} size={size} />
          </div>
        </>
      )}
    </header>
  );
}

/** The next step that a client can take with the house. */
function Progress({ client }: { client: Client }) {
  const { profile } = useTexts();
  const params = { path: { id: client.id } };
  const done = { onSuccess: showClient, onSettled: renewClients };
  const convert = api.useMutation('post', '/api/v1/clients/{id}/convert', done);
  const promote = api.useMutation('post', '/api/v1/clients/{id}/promote', done);
  const change = api.useMutation('patch', '/api/v1/clients/{id}', done);
  const { actions } = useTexts();
  const { type, status, name } = client;
  const undo = {
    label: actions.undo,
    act: () => change.mutate({ params, body: { type, status, allow_duplicate: false } }),
  };
  const say = (what: string) => showDone(what, [undo], undefined, client.id);
  const isCustomer = (type === 'customer' || type === 'vip') && status === 'active';
  if (!isCustomer)
    return (
      <Button
        variant="light"
        className={classes.progress}
        leftSection={<IconUserCheck size={17} aria-hidden />}
        loading={convert.isPending}
        onClick={() =>
          convert.mutate({ params, body: {} }, { onSuccess: () => say(profile.converted(name)) })
        }
      >
        {profile.convert}
      </Button>
    );
  if (type === 'vip') return null;
  return (
    <Button
      variant="default"
      className={classes.progress}
      leftSection={<IconCrown size={17} aria-hidden />}
      loading={promote.isPending}
      onClick={() => promote.mutate({ params, body: {} }, { onSuccess: () => say(profile.promoted(name)) })}
    >
      {profile.promote}
    </Button>
  );
}
