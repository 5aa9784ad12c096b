import { UnstyledButton } from '@mantine/core';
import { IconDots, IconPlus } from '@tabler/icons-react';
import { useLocation } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { openInteraction } from '~/features/interactions/open';
import { useTexts } from '~/i18n';
import { lazily } from '~/ui/lazily';
import { MissingAside } from '~/ui/missing';
import classes from './Frame.module.css';
import { SectionLink } from './SectionLink';
import { useSections } from './sections';

const IN_THE_BAR = 4;
const MoreSheet = lazily(() => import('./MoreSheet').then((module) => module.MoreSheet), MissingAside);

/** The sections of every day, and the others one touch away. */
export function PhoneBar() {
  const { frame } = useTexts();
  const [isOpen, open] = useState(false);
  const sections = useSections();
  const near = sections.slice(0, IN_THE_BAR);
  const others = sections.slice(IN_THE_BAR);
  const { pathname } = useLocation();
  return (
    <>
      <nav aria-label={frame.sections} className={classes.bar}>
        {near.slice(0, 2).map((section) => (
          <SectionLink key={section.to} section={section} />
        ))}
        <UnstyledButton
          className={classes.add}
          aria-label={frame.newInteraction}
          onClick={() => openInteraction()}
        >
          <IconPlus size={26} aria-hidden />
        </UnstyledButton>
        {near.slice(2).map((section) => (
          <SectionLink key={section.to} section={section} />
        ))}
        <UnstyledButton
          className={classes.link}
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          data-active={others.some(({ to }) => pathname.startsWith(to)) || undefined}
          onClick={() => open(true)}
        >
          <IconDots size={20} stroke={1.8} aria-hidden />
          <span>{frame.more}</span>
        </UnstyledButton>
      </nav>
      <Suspense>{isOpen && <MoreSheet sections={others} onClose={() => open(false)} />}</Suspense>
    </>
  );
}
