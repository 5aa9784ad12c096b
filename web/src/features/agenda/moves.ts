import { useCallback } from 'react';
import { api, type Task } from '~/api/client';
import { Problem } from '~/api/problem';
import { openTask, renewTasks, showTask } from '~/features/tasks/open';
import { texts } from '~/i18n';
import { createStore, useStore } from '~/store';
import { showChoice, showDone, showProblem } from '~/ui/notices';
import { movement, type Place, placeOf } from './layout';

const PAUSE = 700; // ms: steps with the keys that follow each other are one move

interface Move {
  /** As it was before the first step. */
  task: Task;
  to: Place;
  timer: number;
}

// Where tasks are while the server has not answered: what comes by the stream does not throw them back.
const moved = createStore<ReadonlyMap<string, Place>>(new Map());
const waiting = new Map<string, Move>();
const running = new Map<string, Promise<unknown>>();
const versions = new Map<string, number>();

export function useMoved(): (task: Task) => Task {
  const places = useStore(moved);
  return (task) => ({ ...task, ...places.get(task.id) });
}

function keep(id: string, place?: Place): void {
  const places = new Map(moved.get());
  if (place) places.set(id, place);
  else places.delete(id);
  moved.set(places);
}

/** Moves tasks at once, tells the server, and offers to take it back. */
export function useMove(describe: (task: Task, to: Place) => string) {
  const { mutateAsync } = api.useMutation('patch', '/api/v1/tasks/{id}', { meta: { quiet: true } });

  const send = useCallback(
    async (task: Task, to: Place, anyway: boolean) => {
      await running.get(task.id);
      const version = Math.max(task.version, versions.get(task.id) ?? 0);
      const body = movement(task, to);
      if (Object.keys(body).length === 0) return task;
      const answer = mutateAsync({
        params: { path: { id: task.id } },
        headers: anyway ? {} : { 'If-Match': `"${version}"` },
        body,
      });
      running.set(
        task.id,
        answer.catch(() => undefined),
      );
      const saved = await answer;
      versions.set(task.id, saved.version);
      return saved;
    },
    [mutateAsync],
  );

  const flush = useCallback(
    async (id: string, anyway = false) => {
      const move = waiting.get(id);
      if (!move) return;
      waiting.delete(id);
      const { task, to } = move;
      const { agenda, actions } = texts();
      try {
        const saved = await send(task, to, anyway);
        if (saved === task) return;
        showTask(saved);
        const clashes = saved.conflicts?.length ?? 0;
        showDone(
          describe(task, to),
          [
            {
              label: actions.undo,
              act: async () => {
                keep(id, placeOf(task));
                const undone = await send(saved, placeOf(task), false).catch(showAsProblem);
                if (undone) {
                  showTask(undone);
                  showDone(agenda.back);
                }
                if (!waiting.has(id)) keep(id);
                renewTasks();
              },
            },
          ],
          clashes ? agenda.clashes(clashes) : undefined,
        );
      } catch (error) {
        if (error instanceof Problem && error.status === 412)
          showChoice(agenda.changedMeanwhile, agenda.changedMeanwhileMore, [
            {
              label: agenda.moveAnyway,
              act: () => {
                keep(id, to);
                waiting.set(id, { task, to, timer: 0 });
                flush(id, true);
              },
            },
            { label: agenda.seeTask, act: () => openTask(id) },
          ]);
        else showAsProblem(error);
      } finally {
        if (!waiting.has(id)) keep(id);
        renewTasks();
      }
    },
    [send, describe],
  );

  /** @param step one of several that may follow: told to the server after a pause */
  return useCallback(
    (task: Task, to: Place, step = false) => {
      const before = waiting.get(task.id);
      if (before) clearTimeout(before.timer);
      keep(task.id, to);
      const timer = window.setTimeout(() => flush(task.id), step ? PAUSE : 0);
      waiting.set(task.id, { task: before?.task ?? task, to, timer });
    },
    [flush],
  );
}

function showAsProblem(error: unknown): void {
  if (!(error instanceof Problem)) throw error;
  showProblem(error);
}
