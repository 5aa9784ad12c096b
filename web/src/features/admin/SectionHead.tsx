import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './Admin.module.css';

interface Props {
  lead: string;
  add?: { label: string; act: () => void };
  children?: ReactNode;
}

/** What a section is for, and how something new gets into it. */
export function SectionHead({ lead, add, children }: Props) {
  return (
    <div className={classes.head}>
      <p className={classes.lead}>{lead}</p>
      {children}
      {add && (
        <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={add.act}>
          {add.label}
        </Button>
      )}
    </div>
  );
}
