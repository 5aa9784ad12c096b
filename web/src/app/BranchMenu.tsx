import { Menu, UnstyledButton } from '@mantine/core';
import { IconSelector } from '@tabler/icons-react';
import { useUser } from '~/api/session';
import { chosenBranch, useBranch } from '~/branch';
import { useTexts } from '~/i18n';
import { Brand } from './Brand';
import classes from './Frame.module.css';

/** For those who work in several branches: which one is looked at. */
export function BranchMenu() {
  return (
    <Menu position="bottom-start" width={232}>
      <Menu.Target>
        <UnstyledButton className={classes.brand} data-clickable>
          <Brand />
          <IconSelector size={16} color="var(--ink-3)" aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <BranchItems />
      </Menu.Dropdown>
    </Menu>
  );
}

const ALL = 'all';

export function BranchItems() {
  const { branches } = useUser();
  const { frame } = useTexts();
  return (
    <Menu.RadioGroup
      value={useBranch()?.id ?? ALL}
      onChange={(id) => chosenBranch.set(id === ALL ? null : id)}
    >
      {[{ id: ALL, name: frame.allBranches }, ...branches].map(({ id, name }) => (
        <Menu.RadioItem key={id} value={id} closeMenuOnClick>
          {name}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}
