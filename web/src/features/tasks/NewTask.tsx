import { Button } from '@mantine/core';
import { useState } from 'react';
import { api, type Schemas } from '~/api/client';
import { useUser } from '~/api/session';
import { useBranch, useTimeZones, useToday } from '~/branch';
import { useTexts } from '~/i18n';
import { showDone, showProblem } from '~/ui/notices';
import { namesFields } from '~/ui/wrong';
import { renewTasks } from './data';
import { type Draft, isComplete, newDraft, planOf } from './draft';
import { openTask } from './open';
import classes from './Task.module.css';
import { TaskFields } from './TaskFields';

interface Props {
  plan: Partial<Schemas['TaskIn']>;
  client?: Schemas['ClientRef'];
  onClose: () => void;
}

export function NewTask({ plan, client, onClose }: Props) {
  const { tasks, actions, agenda } = useTexts();
  const user = useUser();
  const here = useBranch() ?? user.branches[0];
  const branchId = plan.branch_id ?? here?.id ?? '';
  const zones = useTimeZones();
  const today = useToday()(branchId);
  const [draft, setDraft] = useState<Draft>(() =>
    newDraft(plan, client, { today, operatorId: user.id, branchId, zone: zones(branchId) }),
  );
  const create = api.useMutation('post', '/api/v1/tasks', {
    meta: { quiet: true },
    onSuccess: (made) => {
      onClose();
      const clashes = made.conflicts?.length ?? 0;
      showDone(
        tasks.createdNotice,
        [{ label: agenda.seeTask, act: () => openTask(made.id) }],
        clashes ? agenda.clashes(clashes) : undefined,
      );
      renewTasks();
    },
    onError: (problem) => !namesFields(problem) && showProblem(problem),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete(draft))
          create.mutate({
            body: {
              ...planOf(draft, zones(draft.branchId)),
              ...(draft.branchId && { branch_id: draft.branchId }),
            },
          });
      }}
      onKeyDown={(event) => event.key === 'Enter' && event.ctrlKey && event.currentTarget.requestSubmit()}
    >
      <TaskFields
        draft={draft}
        onChange={(changed) => setDraft((before) => ({ ...before, ...changed }))}
        wrong={(field) => create.error?.errors?.[field]?.join(' ')}
      />
      <div className={classes.foot}>
        <Button variant="default" onClick={onClose}>
          {actions.cancel}
        </Button>
        <Button type="submit" disabled={!isComplete(draft)} loading={create.isPending}>
          {actions.save}
        </Button>
      </div>
    </form>
  );
}
