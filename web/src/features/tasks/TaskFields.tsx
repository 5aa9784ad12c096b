import { Select, Switch, TagsInput, Textarea } from '@mantine/core';
import { useUser } from '~/api/session';
import { useTimeZones, useToday } from '~/branch';
import { useTexts } from '~/i18n';
import { DayField } from '~/ui/DayField';
import { TimeField } from '~/ui/TimeField';
import { Clashes } from './Clashes';
import { ClientField } from './ClientField';
import { usePeople, useTaskTypes, useTeams } from './data';
import { type Draft, type Reminder, remindersFor } from './draft';
import classes from './Task.module.css';

const SPANS = [15, 30, 45, 60, 90, 120, 180, 240, 480];
const NOBODY = 'nobody';
const NONE = 'none';

interface Props {
  draft: Draft;
  onChange: (changed: Partial<Draft>) => void;
  /** What the API says is wrong with a field. */
  wrong: (field: string) => string | undefined;
  /** The task that is changed, which does not clash with itself. */
  taskId?: string;
  /** A task stays in its branch; a new one of a thread begins in that of the one before. */
  branchIsFixed?: boolean;
}

/** All that a task is, to be filled in. */
export function TaskFields({ draft, onChange, wrong, taskId, branchIsFixed }: Props) {
  const { tasks, actions } = useTexts();
  const { branches } = useUser();
  const today = useToday()(draft.branchId);
  const zone = useTimeZones()(draft.branchId);
  const types = useTaskTypes();
  const people = usePeople(draft.branchId);
  const teams = useTeams(draft.branchId);
  const spans = SPANS.includes(draft.minutes) ? SPANS : [...SPANS, draft.minutes].sort((a, b) => a - b);
  const options = { withinPortal: false };

  function chooseType(typeId: string | null) {
    const type = types.find(({ id }) => id === typeId);
    onChange({ typeId, ...(type && { minutes: type.default_duration_minutes }) });
  }

  return (
    <div className={classes.fields}>
      <Textarea
        className={classes.wide}
        label={tasks.description}
        placeholder={tasks.descriptionHint}
        value={draft.description}
        error={wrong('description')}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
        maxLength={10_000}
        autosize
        minRows={1}
        maxRows={6}
        data-autofocus
        withAsterisk
      />
      <Select
        label={tasks.type}
        placeholder={tasks.anyType}
        data={types.map(({ id, name }) => ({ value: id, label: name }))}
        value={draft.typeId}
        error={wrong('type_id')}
        onChange={chooseType}
        leftSection={
          <span
            className={classes.dot}
            style={{ background: types.find(({ id }) => id === draft.typeId)?.color ?? 'var(--ink-3)' }}
          />
        }
        comboboxProps={options}
        allowDeselect={false}
      />
      <Select
        label={tasks.operator}
        data={[
          { value: NOBODY, label: tasks.nobody },
          ...people.map(({ id, name }) => ({ value: id, label: name ?? '' })),
        ]}
        value={draft.operatorId ?? NOBODY}
        error={wrong('operator_id')}
        onChange={(id) => onChange({ operatorId: id === NOBODY ? null : id })}
        comboboxProps={options}
        allowDeselect={false}
      />
      <DayField
        label={tasks.day}
        value={draft.day}
        error={wrong('due_on') ?? wrong('planned_at')}
        onChange={(day) => onChange({ day })}
        today={today}
        required
      />
      <div className={classes.times}>
        <Switch
          className={classes.allDay}
          label={tasks.allDay}
          checked={draft.allDay}
          onChange={(event) => onChange({ allDay: event.currentTarget.checked, reminder: null })}
        />
        {!draft.allDay && (
          <>
            <TimeField
              label={tasks.time}
              value={draft.time}
              onChange={(time) => onChange({ time })}
              required
            />
            <Select
              label={tasks.duration}
              data={spans.map((minutes) => ({ value: String(minutes), label: tasks.span(minutes) }))}
              value={String(draft.minutes)}
              error={wrong('duration_minutes')}
              onChange={(minutes) => onChange({ minutes: Number(minutes) })}
              comboboxProps={options}
              allowDeselect={false}
            />
          </>
        )}
      </div>
      <Clashes draft={draft} zone={zone} exceptId={taskId} />
      <ClientField
        client={draft.client}
        error={wrong('client_id')}
        onChange={(client) => onChange({ client })}
      />
      <ReminderField
        draft={draft}
        error={wrong('reminders')}
        onChange={(reminder) => onChange({ reminder })}
      />
      <TagsInput
        className={teams.length > 0 ? undefined : classes.wide}
        label={tasks.tags}
        placeholder={draft.tags.length > 0 ? undefined : tasks.tagsHint}
        value={draft.tags}
        error={wrong('tags')}
        onChange={(tags) => onChange({ tags })}
        maxTags={20}
        comboboxProps={options}
        clearButtonProps={{ 'aria-label': actions.clear }}
        acceptValueOnBlur
      />
      {teams.length > 0 && (
        <Select
          label={tasks.team}
          data={[
            { value: NONE, label: tasks.noTeam },
            ...teams.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={draft.teamId ?? NONE}
          error={wrong('team_id')}
          onChange={(id) => onChange({ teamId: id === NONE ? null : id })}
          comboboxProps={options}
          allowDeselect={false}
        />
      )}
      {!branchIsFixed && branches.length > 1 && (
        <Select
          label={tasks.branch}
          data={branches.map(({ id, name }) => ({ value: id, label: name }))}
          value={draft.branchId}
          error={wrong('branch_id')}
          onChange={(id) => id && onChange({ branchId: id, operatorId: null, teamId: null })}
          comboboxProps={options}
          allowDeselect={false}
        />
      )}
    </div>
  );
}

interface ReminderProps {
  draft: Draft;
  error?: string;
  onChange: (reminder: Reminder) => void;
}

function ReminderField({ draft, error, onChange }: ReminderProps) {
  const { tasks } = useTexts();
  const { reminders } = tasks;
  const said = (minutes: number) => {
    if (draft.allDay) return minutes ? reminders.dayBefore : reminders.sameDay;
    const words: Record<number, string> = { 0: reminders.at, 60: reminders.hour, 1440: reminders.day };
    return words[minutes] ?? reminders.minutes(minutes);
  };
  return (
    <Select
      label={tasks.reminder}
      data={[
        ...(draft.reminder === 'kept' ? [{ value: 'kept', label: tasks.keptReminder }] : []),
        { value: NONE, label: tasks.noReminder },
        ...remindersFor(draft.allDay).map((minutes) => ({ value: String(minutes), label: said(minutes) })),
      ]}
      value={draft.reminder === null ? NONE : String(draft.reminder)}
      error={error}
      onChange={(value) => onChange(value === 'kept' ? 'kept' : value === NONE ? null : Number(value))}
      comboboxProps={{ withinPortal: false }}
      allowDeselect={false}
    />
  );
}
