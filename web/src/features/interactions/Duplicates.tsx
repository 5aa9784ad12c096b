import { Alert, Button, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import type { Problem } from '~/api/problem';
import { useTexts } from '~/i18n';
import { readablePhone } from '~/ui/phone';
import { type Chosen, chosenAs } from './draft';
import classes from './Interactions.module.css';

interface Candidate {
  id: string;
  name: string;
  phone: string | null;
  email: string | null;
}

interface Props {
  problem: Problem;
  onChoose: (chosen: Chosen) => void;
  onAnyway: () => void;
}

/** Somebody has that number or address already: perhaps it is them, perhaps a family shares it. */
export function Duplicates({ problem, onChoose, onAnyway }: Props) {
  const { interactions, people } = useTexts();
  const candidates = (problem.members.candidates ?? []) as Candidate[];
  return (
    <Alert color="yellow" icon={<IconUsers size={18} />} title={interactions.possibleDuplicate} role="alert">
      <ul className={classes.candidates}>
        {candidates.map(({ id, name, phone, email }) => (
          <li key={id}>
            <Text span fz={14} miw={0}>
              <b>{name}</b>{' '}
              <Text span fz={13} c="var(--ink-2)">
                {(phone && readablePhone(phone)) ?? email ?? people.noPhone}
              </Text>
            </Text>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => onChoose(chosenAs({ id, name, phone }))}
            >
              {interactions.useThis}
              <span className={classes.hidden}> {name}</span>
            </Button>
          </li>
        ))}
      </ul>
      <Button size="compact-sm" variant="subtle" color="gray" c="var(--ink-2)" onClick={onAnyway}>
        {interactions.anyway}
      </Button>
    </Alert>
  );
}
