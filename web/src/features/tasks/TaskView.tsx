import { Button } from '@mantine/core';
import {
  IconArrowForwardUp,
  IconCheck,
  IconHandGrab,
  IconHandOff,
  IconNote,
  IconPencil,
  IconPlus,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Task } from '~/api/client';
import { useTimeZones } from '~/branch';
import { dayOf, shortDay, timeOfDay } from '~/dates';
import { openClient } from '~/features/clients/open';
import { useLanguage, useTexts } from '~/i18n';
import { readablePhone } from '~/ui/phone';
import { useTaskActions } from './actions';
import { Notes } from './Notes';
import { openNewTask, type TaskPart, taskOpening } from './open';
import { PriorityBadge, StatusBadge } from './status';
import classes from './Task.module.css';
import { Thread } from './Thread';
import { useWhen } from './when';

export function TaskView({ task, onView }: { task: Task; onView: (view: TaskPart) => void }) {
  const { tasks } = useTexts();
  const actions = useTaskActions();
  const isOpen = task.status === 'planned';
  const isOthers = !!task.claimed_by && !actions.isMine(task);
  return (
    <>
      <div className={classes.head}>
        <span className={classes.type}>
          <span className={classes.dot} style={{ background: task.type.color }} />
          {task.type.name}
        </span>
        <StatusBadge task={task} />
        <PriorityBadge task={task} />
        {task.overdue && (
          <span className={classes.badge} data-state="overdue">
            {tasks.overdue}
          </span>
        )}
      </div>
      <h2 className={classes.description}>{task.description}</h2>
      <Facts task={task} />
      <div className={classes.actions}>
        <Button
          leftSection={<IconArrowForwardUp size={17} aria-hidden />}
          onClick={() => onView('follow')}
          data-autofocus
        >
          {tasks.follow}
        </Button>
        {isOpen && (
          <>
            {task.claimed_by && !isOthers && (
              <Button
                variant="default"
                loading={actions.isBusy}
                leftSection={<IconHandOff size={17} aria-hidden />}
                onClick={() => actions.release(task)}
              >
                {tasks.release}
              </Button>
            )}
            {!task.claimed_by && (
              <Button
                variant="default"
                loading={actions.isBusy}
                leftSection={<IconHandGrab size={17} aria-hidden />}
                onClick={() => actions.claim(task)}
              >
                {tasks.claim}
              </Button>
            )}
            <Button
              variant="default"
              leftSection={<IconCheck size={17} aria-hidden />}
              onClick={() => onView('close')}
            >
              {tasks.close}
            </Button>
            <Button
              variant="default"
              leftSection={<IconNote size={17} aria-hidden />}
              onClick={() => onView('closeWithNote')}
            >
              {tasks.closeWithNote}
            </Button>
            <Button
              variant="default"
              leftSection={<IconPencil size={17} aria-hidden />}
              onClick={() => onView('edit')}
            >
              {tasks.edit}
            </Button>
          </>
        )}
        <Button
          variant="default"
          leftSection={<IconPlus size={17} aria-hidden />}
          onClick={() => openNewTask({ branch_id: task.branch_id }, task.client ?? undefined)}
        >
          {tasks.add}
        </Button>
      </div>
      <section className={classes.section}>
        <h3>{tasks.thread}</h3>
        <Thread task={task} />
      </section>
      <Notes task={task} />
    </>
  );
}

function Facts({ task }: { task: Task }) {
  const { tasks, people } = useTexts();
  const language = useLanguage();
  const zone = useTimeZones()(task.branch_id);
  const when = useWhen();
  const actions = useTaskActions();
  const day = (at: string) => shortDay(dayOf(Date.parse(at), zone), language);
  const { client, claimed_by, closed_by, closed_at } = task;
  const facts: [string, ReactNode][] = [
    [
      tasks.day,
      `${when(task)}${task.planned_at ? ` · ${tasks.span(task.duration_minutes)}` : ` · ${tasks.noTime}`}`,
    ],
    [tasks.operator, task.operator?.name ?? people.nobody],
    [
      tasks.client,
      client && (
        <>
          <button
            type="button"
            className={classes.link}
            onClick={() => {
              taskOpening.set(null);
              openClient(client.id);
            }}
          >
            {client.name ?? people.noName}
          </button>
          {client.phone && <span className={classes.small}> {readablePhone(client.phone)}</span>}
        </>
      ),
    ],
    [
      tasks.board.attended,
      claimed_by && (actions.isMine(task) ? tasks.attendedByYou : tasks.attendedBy(claimed_by.name ?? '')),
    ],
    [
      tasks.tags,
      task.tags.length > 0 &&
        task.tags.map((tag) => (
          <span key={tag} className={classes.tag}>
            {tag}
          </span>
        )),
    ],
    [
      tasks.reminder,
      task.reminders.map((at) => tasks.when(day(at), timeOfDay(at, zone, language))).join(' · '),
    ],
    [tasks.outcome, closed_at && tasks.closedBy(closed_by?.name ?? people.noName, day(closed_at))],
  ];
  return (
    <>
      <dl className={classes.facts}>
        {facts
          .filter(([, fact]) => fact)
          .map(([name, fact]) => (
            <div key={name} className={classes.fact}>
              <dt>{name}</dt>
              <dd>{fact}</dd>
            </div>
          ))}
      </dl>
      <div className={classes.small} style={{ marginTop: 8 }}>
        {tasks.createdBy(task.created_by.name ?? people.noName, day(task.created_at))}
      </div>
    </>
  );
}
