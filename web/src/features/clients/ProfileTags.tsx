import { Button, Combobox, Text, useCombobox } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { api, type Client, type Schemas } from '~/api/client';
import { may, useUser } from '~/api/session';
import { openTag } from '~/features/tags/open';
import { useTexts } from '~/i18n';
import { plain } from '~/ui/plain';
import { renewClients, showClient, useTags } from './data';
import classes from './Profile.module.css';
import { Tags } from './Tags';

/** A client's tags, and «Agregar tag»; managers make a new one on the way. */
export function ProfileTags({ client }: { client: Client }) {
  const { profile } = useTexts();
  const list = useCombobox({
    onDropdownClose: () => {
      list.resetSelectedOption();
      list.focusTarget();
      look('');
    },
    onDropdownOpen: () => list.focusSearchInput(),
  });
  const [typed, look] = useState('');
  const isManager = may(useUser(), 'manager');
  const { set, give } = useTagging(client);
  const words = plain(typed.trim());
  const all = useTags().data?.items ?? [];
  const others = all.filter(({ id }) => !client.tags.some((tag) => tag.id === id));
  const found = others.filter(({ name }) => plain(name).includes(words));
  const isNew = words !== '' && !all.some(({ name }) => plain(name) === words);

  return (
    <div className={classes.tagLine}>
      <Tags tags={client.tags} onRemove={(gone) => set(client.tags.filter(({ id }) => id !== gone.id))} />
      <Combobox
        store={list}
        width={260}
        position="bottom-start"
        shadow="md"
        withinPortal={false}
        onOptionSubmit={(id) => {
          const tag = others.find((each) => each.id === id);
          list.closeDropdown();
          if (tag) set([...client.tags, tag]);
          else openTag({ name: typed.trim(), onSaved: ({ id: made }) => give([made]) });
        }}
      >
        <Combobox.Target withAriaAttributes={false}>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={14} aria-hidden />}
            aria-expanded={list.dropdownOpened}
            onClick={() => list.toggleDropdown()}
          >
            {profile.addTag}
          </Button>
        </Combobox.Target>
        <Combobox.Dropdown>
          <Combobox.Search
            value={typed}
            onChange={(event) => {
              look(event.currentTarget.value);
              list.updateSelectedOptionIndex();
            }}
            aria-label={profile.findTag}
            placeholder={profile.findTag}
            role="combobox"
            aria-autocomplete="list"
            aria-expanded
          />
          <Combobox.Options className={classes.options} aria-label={profile.tags}>
            {found.map(({ id, name, color }) => (
              <Combobox.Option key={id} value={id}>
                <span className={classes.dot} style={{ background: color }} aria-hidden />
                {name}
              </Combobox.Option>
            ))}
            {isNew && isManager && (
              <Combobox.Option value="">
                <Text span fz={14} fw={550} c="green.8">
                  {profile.createTag(typed.trim())}
                </Text>
              </Combobox.Option>
            )}
            {found.length === 0 && !(isNew && isManager) && <Combobox.Empty>{profile.noTags}</Combobox.Empty>}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
    </div>
  );
}

/** Tags show at once; each is added or taken off alone, so that two people do not undo each other's. */
function useTagging(client: Client) {
  const params = { path: { id: client.id } };
  const done = { onSettled: renewClients };
  const given = api.useMutation('post', '/api/v1/clients/{id}/tags', { ...done, onSuccess: showClient });
  const take = api.useMutation('delete', '/api/v1/clients/{id}/tags/{tag_id}', done);

  function set(tags: Schemas['TagRef'][]) {
    const has = (list: { id: string }[], id: string) => list.some((each) => each.id === id);
    const added = tags.filter(({ id }) => !has(client.tags, id)).map(({ id }) => id);
    const removed = client.tags.filter(({ id }) => !has(tags, id));
    showClient({ ...client, tags });
    if (added.length > 0) give(added);
    for (const { id } of removed) take.mutate({ params: { path: { id: client.id, tag_id: id } } });
  }

  const give = (tag_ids: string[]) => given.mutate({ params, body: { tag_ids } });
  return { set, give };
}
