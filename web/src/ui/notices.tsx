import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBrandWhatsapp, IconCheck, IconUsers } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Problem } from '~/api/problem';

const SHORT = 4_000; // ms
const LONG = 8_000; // time enough to decide to undo

interface Offer {
  label: string;
  act: () => void;
}

export const showProblem = ({ title, detail }: Pick<Problem, 'title' | 'detail'>) =>
  notifications.show({ color: 'red', title, message: detail, autoClose: LONG });

/** Say something that is nobody's fault. */
export const showNote = (title: string) =>
  notifications.show({ color: 'gray', title, message: null, autoClose: SHORT });

/**
 * Say what was done, and offer what may follow: the first offer is the likely one.
 *
 * What was done before to the same record, `about`, is not offered any more: undoing it would undo this, too.
 */
export const showDone = (title: string, offers: Offer[] = [], more?: string, about?: string): void =>
  show({ color: 'green', icon: <IconCheck size={18} />, title, more, offers, about });

/** Say why something was not done, and what can be done about it. */
export const showChoice = (title: string, more: string, offers: Offer[]): void =>
  show({ color: 'yellow', icon: <IconUsers size={18} />, title, more, offers });

/** Ask what became of something that happens elsewhere, until it is answered: once about each. */
export const askAfterwards = (about: string, title: string, more: string, offers: Offer[]): void =>
  show({ color: 'green', icon: <IconBrandWhatsapp size={18} />, title, more, offers, about, stays: true });

interface Said {
  /** What is said of it anew takes the place of what was said before. */
  about?: string;
  /** Until somebody answers or closes it. */
  stays?: boolean;
  color: string;
  icon: ReactNode;
  title: string;
  more?: string;
  offers: Offer[];
}

function show({ offers, more, about, stays, ...said }: Said): void {
  if (about) notifications.hide(about);
  const id = notifications.show({
    ...said,
    id: about,
    autoClose: stays ? false : offers.length > 0 || more ? LONG : SHORT,
    message: (offers.length > 0 || more) && (
      <Group gap={6} mt={4}>
        {more && (
          <Text fz={13.5} w="100%">
            {more}
          </Text>
        )}
        {offers.map(({ label, act }, place) => (
          <Button
            key={label}
            size="compact-sm"
            variant={place === 0 ? 'light' : 'subtle'}
            color={place === 0 ? 'green' : 'gray'}
            onClick={() => {
              notifications.hide(id);
              act();
            }}
          >
            {label}
          </Button>
        ))}
      </Group>
    ),
  });
}
