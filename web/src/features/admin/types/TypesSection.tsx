import { ActionIcon, Badge, Group, Text, Tooltip } from '@mantine/core';
import { IconBellRinging, IconPencil, IconTrash } from '@tabler/icons-react';
import { LoadFailed } from '~/ui/LoadFailed';
import { Table } from '~/ui/Table';
import { usePhone } from '~/ui/usePhone';
import classes from '../Admin.module.css';
import cards from '../Cards.module.css';
import { type TaskType, useTaskTypes } from '../data';
import { openDialog } from '../dialog';
import { SectionHead } from '../SectionHead';
import { useTexts } from '../texts';

export function TypesSection() {
  const { taskTypes } = useTexts();
  const phone = usePhone();
  const { rows, error, retry } = useTaskTypes();
  const List = phone ? TypeCards : TypeTable;
  if (error) return <LoadFailed problem={error} onRetry={retry} />;
  return (
    <>
      <SectionHead
        lead={taskTypes.lead}
        add={{ label: taskTypes.add, act: () => openDialog({ kind: 'type' }) }}
      />
      <List rows={rows} />
    </>
  );
}

function TypeTable({ rows }: { rows?: TaskType[] }) {
  const { taskTypes, admin } = useTexts();
  return (
    <Table
      caption={admin.taskTypes}
      rows={rows}
      keyOf={({ id }) => id}
      minWidth={700}
      keys={{ e: (type) => openDialog({ kind: 'type', type }) }}
      columns={[
        { id: 'type', title: taskTypes.type, cell: (type) => <Name type={type} /> },
        {
          id: 'duration',
          title: taskTypes.duration,
          width: 130,
          cell: ({ default_duration_minutes: minutes }) => taskTypes.minutes(minutes),
        },
        { id: 'priority', title: taskTypes.priority, width: 150, cell: (type) => <Priority type={type} /> },
        { id: 'reminds', title: taskTypes.reminds, width: 190, cell: (type) => <Reminds type={type} /> },
        { id: 'actions', title: admin.actions, width: 110, cell: (type) => <Actions type={type} /> },
      ]}
    />
  );
}

function TypeCards({ rows }: { rows?: TaskType[] }) {
  const { taskTypes } = useTexts();
  return (
    <ul className={classes.list} aria-busy={!rows}>
      {rows?.map((type) => (
        <li key={type.id} className={classes.card}>
          <Group justify="space-between" wrap="nowrap">
            <div style={{ minWidth: 0 }}>
              <Name type={type} />
              <Group gap={10} mt={5} fz={13} c="var(--ink-3)">
                <span>{taskTypes.minutes(type.default_duration_minutes)}</span>
                {type.priority && <Priority type={type} />}
                {type.reminds_client && <span>{taskTypes.reminds}</span>}
              </Group>
            </div>
            <Actions type={type} className={cards.button} />
          </Group>
        </li>
      ))}
    </ul>
  );
}

const Name = ({ type }: { type: TaskType }) => (
  <Group gap={10} wrap="nowrap" miw={0}>
    <span className={classes.swatch} style={{ background: type.color }} aria-hidden />
    <Text fz={14} fw={600} truncate title={type.name}>
      {type.name}
    </Text>
  </Group>
);

function Priority({ type }: { type: TaskType }) {
  const { taskTypes } = useTexts();
  return type.priority ? (
    <Badge variant="light" color="red" c="var(--overdue-fg)">
      {taskTypes.priority}
    </Badge>
  ) : (
    <No />
  );
}

function Reminds({ type }: { type: TaskType }) {
  const { taskTypes } = useTexts();
  return type.reminds_client ? (
    <Group gap={6} wrap="nowrap">
      <IconBellRinging size={16} stroke={1.8} color="var(--ink-3)" aria-hidden /> {taskTypes.yes}
    </Group>
  ) : (
    <No />
  );
}

const No = () => (
  <Text fz={13.5} c="var(--ink-3)">
    {useTexts().taskTypes.no}
  </Text>
);

function Actions({ type, className }: { type: TaskType; className?: string }) {
  const { admin } = useTexts();
  return (
    <Group gap={2} wrap="nowrap">
      <Tooltip label={admin.edit}>
        <ActionIcon
          className={className}
          aria-label={admin.editOf(type.name)}
          onClick={() => openDialog({ kind: 'type', type })}
        >
          <IconPencil size={17} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={admin.remove}>
        <ActionIcon
          className={className}
          aria-label={admin.removeOf(type.name)}
          onClick={() => openDialog({ kind: 'removeType', type })}
        >
          <IconTrash size={17} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
