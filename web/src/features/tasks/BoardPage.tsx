import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconFilterOff, IconPlus, IconSearch } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type CSSProperties, useRef, useState } from 'react';
import { SectionTabs } from '~/features/agenda/open';
import { useTexts } from '~/i18n';
import { EmptyState } from '~/ui/EmptyState';
import { PageHeader } from '~/ui/PageHeader';
import { useShortcuts } from '~/ui/shortcuts';
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
  const search = useRef<HTMLInputElement>(null);
  const narrow = (changed: TaskFilters) =>
    go({ search: (before) => ({ ...before, ...changed }), replace: true });
  const [typed, type] = useState(filters.q ?? '');
  const look = useDebouncedCallback((q: string) => narrow({ q: q.trim() || undefined }), 250);
  const [chosen, choose] = useState<Step>('waiting');
  const columns = STEPS.flatMap((step) => {
    const query = queryOf(step, filters);
    return query ? [{ step, query }] : [];
  });
  const shown = phone ? (columns.find(({ step }) => step === chosen) ?? columns[0]) : undefined;

  useShortcuts({ '/': () => search.current?.focus() });

  return (
    <>
      <SectionTabs />
      <PageHeader title={tasks.title} lead={tasks.lead}>
        <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => openNewTask()}>
          {tasks.newTitle}
        </Button>
      </PageHeader>
      <div className={classes.head}>
        <ShowFilter show={filters.show} onChange={(show) => narrow({ show })} />
        <div className={classes.tools}>
          <TextInput
            ref={search}
            className={classes.search}
            type="search"
            aria-label={tasks.search}
            placeholder={tasks.searchHint}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={typed}
            onChange={(event) => {
              type(event.currentTarget.value);
              look(event.currentTarget.value);
            }}
          />
          <BoardFilters
            filters={filters}
            onChange={narrow}
            onClear={() => {
              type('');
              go({ search: ({ show }) => ({ show }), replace: true });
            }}
          />
        </div>
      </div>
      {columns.length === 0 && (
        <EmptyState
          icon={<IconFilterOff size={28} />}
          title={tasks.nothingFound}
          action={
            <Button variant="default" onClick={() => go({ search: {}, replace: true })}>
              {tasks.clearFilters}
            </Button>
          }
        >
          {tasks.nothingFoundMore}
        </EmptyState>
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
    </>
  );
}
