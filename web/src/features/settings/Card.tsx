import { Text, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import classes from './Settings.module.css';

interface Props {
  title: string;
  lead?: string;
  children: ReactNode;
}

export function Card({ title, lead, children }: Props) {
  const id = useId();
  return (
    <section className={classes.card} aria-labelledby={id}>
      <Title order={2} id={id} fz={15.5}>
        {title}
      </Title>
      {lead && (
        <Text fz={13} c="var(--ink-3)" mt={3}>
          {lead}
        </Text>
      )}
      <div className={classes.body}>{children}</div>
    </section>
  );
}
