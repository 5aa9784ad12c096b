import { Menu, Text, UnstyledButton } from '@mantine/core';
import { IconSelector } from '@tabler/icons-react';
import { useUser } from '~/api/session';
import { chosenBranch, useBranch } from '~/branch';
import { useTexts } from '~/i18n';
import classes from './Frame.module.css';
import { Logo } from './Logo';

/** Says which branch is looked at; a button for those who work in several. */
export function BranchSwitcher() {
  const { branches } = useUser();
  if (branches.length < 2)
    return (
      <div className={classes.brand}>
        <Brand />
      </div>
    );
  return (
    <Menu position="bottom-start" width={232}>
      <Menu.Target>
        <UnstyledButton className={classes.brand} data-clickable>
          <Brand />
          <IconSelector size={17} color="var(--ink-3)" aria-hidden />
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

function Brand() {
  const { product, frame } = useTexts();
  const branch = useBranch();
  return (
    <>
      <Logo size={32} />
      <span className={classes.names}>
        <Text span fw={650} fz={14.5} lh={1.25} truncate="end">
          {branch?.name ?? frame.allBranches}
        </Text>
        <Text span fz={12} c="var(--ink-3)" lh={1.3}>
          {product}
        </Text>
      </span>
    </>
  );
}
