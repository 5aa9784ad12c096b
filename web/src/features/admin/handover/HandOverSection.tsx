import { Select, Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { LoadFailed } from '~/ui/LoadFailed';
import { finds } from '~/ui/plain';
import { type User, useUsers } from '../data';
import { SectionHead } from '../SectionHead';
import { useTexts } from '../texts';
import classes from './HandOver.module.css';
import { Transfer } from './Transfer';

/** «Entregar pendientes»: from whom, to whom, what it is, and that it is done. */
export function HandOverSection() {
  const { handOver } = useTexts();
  const { giver, taker } = useSearch({ strict: false });
  const go = useNavigate();
  const { rows, error, retry } = useUsers();
  const from = rows?.find(({ id }) => id === giver);
  const to = rows?.find(({ id }) => id === taker);
  const choose = (chosen: { giver?: string; taker?: string }) =>
    go({
      to: '/admin/$section',
      params: { section: 'hand-over' },
      search: (before) => ({ ...before, ...chosen }),
      replace: true,
    });
  if (error) return <LoadFailed problem={error} onRetry={retry} />;
  return (
    <>
      <SectionHead lead={handOver.lead} />
      <div className={classes.card}>
        <div className={classes.people}>
          <Person
            label={handOver.from}
            people={rows}
            value={from}
            onChange={(id) => choose({ giver: id, ...(id === taker && { taker: undefined }) })}
          />
          <IconArrowRight className={classes.arrow} size={20} aria-hidden />
          <Person
            label={handOver.to}
            people={rows?.filter(({ id, active }) => active && id !== giver)}
            value={to}
            onChange={(id) => choose({ taker: id })}
          />
        </div>
        {from && to ? (
          <Transfer
            key={`${from.id} ${to.id}`}
            from={from}
            to={to}
            onAgain={() => choose({ giver: undefined, taker: undefined })}
          />
        ) : (
          <Text fz={14} c="var(--ink-3)">
            {handOver.chooseBoth}
          </Text>
        )}
      </div>
    </>
  );
}

interface PersonProps {
  label: string;
  people?: User[];
  value?: User;
  onChange: (id?: string) => void;
}

function Person({ label, people = [], value, onChange }: PersonProps) {
  const { handOver, actions } = useTexts();
  const data = people.map(({ id, name, active }) => ({
    value: id,
    label: active ? name : `${name} (${handOver.inactive})`,
  }));
  return (
    <Select
      label={label}
      placeholder={handOver.choose}
      data={data}
      value={value?.id ?? null}
      onChange={(id) => onChange(id ?? undefined)}
      filter={({ options, search }) =>
        (options as typeof data).filter((each) => finds(search.trim(), each.label))
      }
      comboboxProps={{ withinPortal: false }}
      clearButtonProps={{ 'aria-label': actions.clear }}
      openOnFocus={false}
      flex={1}
      searchable
      clearable
    />
  );
}
