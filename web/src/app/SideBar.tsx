import { Button, Kbd, UnstyledButton } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { openInteraction } from '~/features/interactions/open';
import { useTexts } from '~/i18n';
import { BranchSwitcher } from './BranchSwitcher';
import classes from './Frame.module.css';
import { Mine } from './Mine';
import { openPalette } from './palette';
import { SectionLink } from './SectionLink';
import { useSections } from './sections';

export function SideBar({ onHelp }: { onHelp: () => void }) {
  const { frame } = useTexts();
  return (
    <nav aria-label={frame.sections} className={classes.side}>
      <BranchSwitcher />
      <UnstyledButton className={classes.search} onClick={openPalette}>
        <IconSearch size={16} aria-hidden />
        <span>{frame.search}</span>
        <Kbd size="xs" aria-hidden>
          Ctrl K
        </Kbd>
      </UnstyledButton>
      <div className={classes.nav}>
        {useSections().map((section) => (
          <SectionLink key={section.to} section={section} />
        ))}
      </div>
      <div className={classes.foot}>
        <Button
          leftSection={<IconPlus size={17} aria-hidden />}
          rightSection={
            <Kbd size="xs" className={classes.key} aria-hidden>
              N
            </Kbd>
          }
          onClick={() => openInteraction()}
          fullWidth
        >
          {frame.newInteraction}
        </Button>
        <div className={classes.mine}>
          <Mine onHelp={onHelp} />
        </div>
      </div>
    </nav>
  );
}
