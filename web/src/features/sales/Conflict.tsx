import { Alert, Button, Group, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import type { Schemas } from '~/api/client';
import { Problem } from '~/api/problem';
import { type Texts, useTexts } from '~/i18n';
import { useMoments } from './moments';
import classes from './Sales.module.css';

interface Props {
  problem: unknown;
  branchId: string;
  offers: { label: string; act: () => void }[];
}

/** Somebody was quicker: who and when; what was written stays, and there is a choice. */
export function Conflict({ problem, branchId, offers }: Props) {
  const { sales } = useTexts();
  const { moment } = useMoments(branchId);
  if (!isConflict(problem)) return null;
  const { title, more } = said(problem, sales, moment);
  return (
    <Alert
      color="yellow"
      icon={<IconUsers size={18} />}
      title={title}
      classNames={{ root: classes.alert, title: classes.alertTitle }}
    >
      <Text fz={14}>{more}</Text>
      <Group gap={8} mt={10}>
        {offers.map(({ label, act }, place) => (
          <Button key={label} h={36} px="sm" variant={place === 0 ? 'filled' : 'default'} onClick={act}>
            {label}
          </Button>
        ))}
      </Group>
    </Alert>
  );
}

/** Whether a refusal leaves something to choose. */
export const isConflict = (problem: unknown): problem is Problem =>
  problem instanceof Problem && (problem.status === 412 || nameOf(problem) in TOLD);

const TOLD = {
  'already-concluded': 'concluded',
  'sale-concluded': 'concluded',
  'already-completed': 'completed',
} as const;

const nameOf = ({ type }: Problem): string => type.slice(type.lastIndexOf('/') + 1);

function said(problem: Problem, { conflict, somebody }: Texts['sales'], moment: (at: string) => string) {
  if (problem.status === 412) return { title: conflict.changed, more: conflict.changedMore };
  const by = problem.members.by as Schemas['Person'] | null | undefined;
  const at = problem.members.at as string | undefined;
  const what = TOLD[nameOf(problem) as keyof typeof TOLD];
  return { title: conflict[what](by?.name ?? somebody, at ? moment(at) : ''), more: conflict.kept };
}
