import { Drawer, UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useTexts } from '~/i18n';
import classes from './MoreSheet.module.css';
import { openPalette } from './palette';
import { SectionLink } from './SectionLink';
import type { Section } from './sections';

interface Props {
  sections: Section[];
  onClose: () => void;
}

/** On a phone: the sections that have no place in the bar, and the search. */
export function MoreSheet({ sections, onClose }: Props) {
  const { frame, actions } = useTexts();
  return (
    <Drawer
      opened
      onClose={onClose}
      position="bottom"
      size="auto"
      title={frame.more}
      closeButtonProps={{ 'aria-label': actions.close }}
      classNames={{ content: classes.sheet, header: classes.header }}
    >
      <UnstyledButton
        className={classes.search}
        onClick={() => {
          onClose();
          openPalette();
        }}
      >
        <IconSearch size={18} aria-hidden /> {frame.search}
      </UnstyledButton>
      <nav aria-label={frame.otherSections} className={classes.sections}>
        {sections.map((section) => (
          <SectionLink key={section.to} section={section} className={classes.link} onGo={onClose} />
        ))}
      </nav>
    </Drawer>
  );
}
