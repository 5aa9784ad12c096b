import { Button, SegmentedControl } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type CSSProperties, useState } from 'react';
import { SectionTabs } from '~/features/agenda/open';
import { useTexts } from '~/i18n';
import { ListPage } from '~/ui/ListPage';
import { NothingFound } from '~/ui/NothingFound';
import { usePhone } from '~/ui/usePhone';
import classes from './Board.module.css';
import { BoardColumn } from './BoardColumn';
import { BoardFilters } from './BoardFilters';
import { queryOf, STEPS, type Step, type TaskFilters } from './filters';
import { openNewTask } from './open';
import { ShowFilter } from './ShowFilter';

/** Every task, by how far it has come: to be taken, in hand, closed. */
export function BoardPage() {
  const { tasks } = useTexts();
  const filters = useSearch({ from: '/tasks' });
  const go = useNavigate({ from: '/tasks' });
  const phone = usePhone();
  const narrow = (changed: TaskFilters) =>
    go({ search: (before) => ({ ...before, ...changed }), replace: true });
  const [chosen, choose] = useState<Step>('waiting');
  const columns = STEPS.flatMap((step) => {
    const query = queryOf(step, filters);
    return query ? [{ step, query }] : [];
  });
  const shown = phone ? (columns.find(({ step }) => step === chosen) ?? columns[0]) : undefined;

  return (
    <>
      <SectionTabs />
      <ListPage
        title={tasks.title}
        lead={tasks.lead}
        actions={
          <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => openNewTask()}>
            {tasks.newTitle}
          </Button>
        }
        chips={<ShowFilter show={filters.show} onChange={(show) => narrow({ show })} />}
        search={{ label: tasks.search, hint: tasks.searchHint, q: filters.q, onChange: (q) => narrow({ q }) }}
        tools={
          <BoardFilters
            filters={filters}
            onChange={narrow}
            onClear={() => go({ search: ({ show }) => ({ show }), replace: true })}
          />
        }
      >
        {columns.length === 0 && (
          <NothingFound title={tasks.nothingFound} onClear={() => go({ search: {}, replace: true })}>
            {tasks.nothingFoundMore}
          </NothingFound>
        )}
        {phone && shown && columns.length > 1 && (
          <SegmentedControl
            fullWidth
            mb={12}
            aria-label={tasks.board.columns}
            data={columns.map(({ step }) => ({ value: step, label: tasks.board[step] }))}
            value={shown.step}
            onChange={choose}
          />
        )}
        <div className={classes.board} style={{ '--columns': columns.length } as CSSProperties}>
          {(shown ? [shown] : columns).map(({ step, query }) => (
            <BoardColumn key={step} step={step} query={query} />
          ))}
        </div>
      </ListPage>
    </>
  );
}
