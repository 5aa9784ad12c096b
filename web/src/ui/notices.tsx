import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCheck } from '@tabler/icons-react';
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

/** Say what was done, and offer what may follow: the first offer is the likely one. */
export function showDone(title: string, offers: Offer[] = []): void {
  const id = notifications.show({
    color: 'green',
    icon: <IconCheck size={18} />,
    title,
    autoClose: offers.length > 0 ? LONG : SHORT,
    message: offers.length > 0 && (
      <Group gap={6} mt={4}>
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
