import { ActionIcon, Button, Group, Popover, Text, TextInput, UnstyledButton } from '@mantine/core';
import { IconBookmarks, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTexts } from '~/i18n';
import { showDone } from '~/ui/notices';
import classes from './Clients.module.css';
import type { ClientFilters } from './filters';
import { keepView, removeView, useViews } from './views';

const LONGEST = 60;

interface Props {
  filters: ClientFilters;
  onChoose: (filters: ClientFilters) => void;
}

/** Filters by name: those of one's own that are used often. */
export function Views({ filters, onChoose }: Props) {
  const { clients, actions } = useTexts();
  const [isOpen, open] = useState(false);
  const [name, setName] = useState('');
  const views = useViews();
  const isNarrowed = Object.values(filters).some(Boolean);

  function keep() {
    keepView({ name: name.trim(), filters });
    showDone(clients.viewSaved(name.trim()));
    setName('');
    open(false);
  }

  return (
    <Popover opened={isOpen} onChange={open} position="bottom-end" width={300} shadow="md" trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          className={classes.tool}
          h={36}
          leftSection={<IconBookmarks size={17} aria-hidden />}
          onClick={() => open(!isOpen)}
        >
          <span className={classes.toolLabel}>{clients.views}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={clients.views}>
        {views.length === 0 && (
          <Text fz={13.5} c="var(--ink-2)" mb="sm">
            {clients.noViews}
          </Text>
        )}
        <ul className={classes.views}>
          {views.map((view) => (
            <li key={view.name}>
              <UnstyledButton
                className={classes.view}
                onClick={() => {
                  onChoose(view.filters);
                  open(false);
                }}
              >
                {view.name}
              </UnstyledButton>
              <ActionIcon
                size={30}
                aria-label={clients.removeView(view.name)}
                onClick={() => removeView(view.name)}
              >
                <IconX size={15} aria-hidden />
              </ActionIcon>
            </li>
          ))}
        </ul>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() && isNarrowed) keep();
          }}
        >
          <Group gap={8} align="end" wrap="nowrap">
            <TextInput
              label={clients.viewName}
              description={isNarrowed ? undefined : clients.nothingToKeep}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              maxLength={LONGEST}
              disabled={!isNarrowed}
              autoComplete="off"
              flex={1}
            />
            <Button type="submit" disabled={!name.trim() || !isNarrowed}>
              {actions.save}
            </Button>
          </Group>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
