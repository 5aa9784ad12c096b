import { Group, Title } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';
import { useTexts } from '~/i18n';
import { Warning } from '~/ui/Warning';
import classes from './Profile.module.css';

interface Props {
  title: string;
  action?: ReactNode;
  /** The service that knows about it does not answer. */
  isMissing?: boolean;
  children: ReactNode;
}

/** A part of the profile with its title; where it cannot be told, that is what it says. */
export function Section({ title, action, isMissing, children }: Props) {
  const { profile } = useTexts();
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id}>
      <Group justify="space-between" wrap="nowrap" mb={8} mih={30}>
        <Title order={2} id={id} fz={15}>
          {title}
        </Title>
        <div className={classes.sectionAction}>{action}</div>
      </Group>
      {isMissing ? (
        <Warning icon={<IconCloudOff size={18} />} role="status">
          {profile.missingHere}
        </Warning>
      ) : (
        children
      )}
    </section>
  );
}
