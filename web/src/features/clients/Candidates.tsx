import { Button, Group, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import type { Schemas } from '~/api/client';
import type { Problem } from '~/api/problem';
import { useTexts } from '~/i18n';
import { readablePhone } from '~/ui/phone';
import { Warning } from '~/ui/Warning';
import classes from './Forms.module.css';

export type Candidate = Schemas['Duplicate'];

/** Who else it may be, if that is why the API refused. */
export const candidatesOf = (problem: Problem | Schemas['Problem'] | null): Candidate[] => {
  const members = problem && 'members' in problem ? problem.members : undefined;
  return problem?.type.endsWith('/possible-duplicate') ? ((members?.candidates as Candidate[]) ?? []) : [];
};

interface Props {
  candidates: Candidate[];
  onChoose: (candidate: Candidate) => void;
}

/** Those who are known already and may be the same person: why, and the choice that it is one of them. */
export function Candidates({ candidates, onChoose }: Props) {
  const { client } = useTexts();
  return (
    <Warning icon={<IconUsers size={18} />} title={client.duplicatesTitle} role="alert">
      <Text fz={13.5} c="var(--ink-2)">
        {client.duplicatesLead}
      </Text>
      <ul className={classes.candidates}>
        {candidates.map((each) => (
          <li key={each.id}>
            <div className={classes.candidate}>
              <Text fz={14} fw={600}>
                {each.name}
              </Text>
              <Text fz={12.5} c="var(--ink-2)">
                {[each.phone && readablePhone(each.phone), each.email].filter(Boolean).join(' · ')}
              </Text>
              <Reasons reasons={each.reasons} />
            </div>
            <Button variant="default" size="compact-sm" h={32} onClick={() => onChoose(each)}>
              {client.itIs}
              <span className={classes.hidden}> {each.name}</span>
            </Button>
          </li>
        ))}
      </ul>
    </Warning>
  );
}

export function Reasons({ reasons }: { reasons: Candidate['reasons'] }) {
  const { client } = useTexts();
  return (
    <Group gap={5} mt={3}>
      {reasons.map((reason) => (
        <span key={reason} className={classes.reason}>
          {client.reasons[reason]}
        </span>
      ))}
    </Group>
  );
}
