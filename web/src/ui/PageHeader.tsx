import { Group, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useTexts } from '~/i18n';
import classes from './PageHeader.module.css';

interface Props {
  title: string;
  /** What the browser's tab says, where it is not the title. */
  tab?: string;
  lead?: string;
  /** Stands beside the title, e.g. that it is today. */
  mark?: string;
  /** Stands at the right where there is room. */
  children?: ReactNode;
}

/** The one `h1` of a page, which names the browser's tab as well. */
export function PageHeader({ title, tab = title, lead, mark, children }: Props) {
  useTabTitle(tab);
  return (
    <Group className={classes.header} justify="space-between" align="end" mb={18} gap="sm">
      <div>
        <Group gap={10} wrap="nowrap">
          <Title order={1}>{title}</Title>
          {mark && <span className={classes.mark}>{mark}</span>}
        </Group>
        {lead && (
          <Text c="var(--ink-2)" fz={14.5} mt={3}>
            {lead}
          </Text>
        )}
      </div>
      {children}
    </Group>
  );
}

/** What the browser's tab says. */
export function useTabTitle(title: string): void {
  const { frame } = useTexts();
  useEffect(() => {
    document.title = frame.title(title);
  }, [frame, title]);
}
