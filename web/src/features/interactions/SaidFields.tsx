import { Input, SegmentedControl, Textarea } from '@mantine/core';
import { useId } from 'react';
import type { Day } from '~/dates';
import { useTexts } from '~/i18n';
import type { Pack } from '~/packs';
import { DayField } from '~/ui/DayField';
import { PersonSelect } from '~/ui/PersonSelect';
import { TimeField } from '~/ui/TimeField';
import classes from './Interactions.module.css';
import { MethodField } from './MethodField';
import { type Said, usualDirection } from './said';

interface Props {
  said: Said;
  onChange: (said: Said) => void;
  today: Day;
  pack?: Pack;
  branchId?: string;
  /** What the server says against a field of the request. */
  wrong: (field: string) => string | undefined;
  focusNotes?: boolean;
}

/** How, when and what was said, and when to contact again. */
export function SaidFields({ said, onChange, today, pack, branchId, wrong, focusNotes }: Props) {
  const { interactions } = useTexts();
  const direction = useId();
  const change = (changed: Partial<Said>) => onChange({ ...said, ...changed });
  const requires = pack?.requires.interaction ?? [];
  return (
    <>
      <MethodField value={said.method} onChange={(method) => change({ method })} pack={pack} />
      <div>
        <Input.Label required={requires.includes('direction')} component="div" id={direction}>
          {interactions.direction}
        </Input.Label>
        <SegmentedControl
          fullWidth
          aria-labelledby={direction}
          data={[
            { value: 'outbound', label: pack?.labels['direction.outbound'] ?? interactions.outbound },
            { value: 'inbound', label: pack?.labels['direction.inbound'] ?? interactions.inbound },
          ]}
          value={said.direction ?? usualDirection(said.method, pack)}
          onChange={(chosen) => change({ direction: chosen })}
        />
      </div>
      <div className={classes.two}>
        <div className={said.occurredTime || pack?.occurred_at === 'instant' ? classes.moment : undefined}>
          <DayField
            label={interactions.occurredOn}
            value={said.occurredOn}
            max={today}
            onChange={(occurredOn) => change({ occurredOn })}
            error={wrong('occurred_at')}
            required
          />
          {(said.occurredTime || pack?.occurred_at === 'instant') && (
            <TimeField
              label={interactions.time}
              value={said.occurredTime}
              onChange={(occurredTime) => change({ occurredTime })}
            />
          )}
        </div>
        <DayField
          label={interactions.followUpOn}
          value={said.followUpOn}
          min={said.occurredOn ?? undefined}
          today={today}
          onChange={(followUpOn) => change({ followUpOn })}
          error={wrong('follow_up_on')}
          clearable
        />
      </div>
      {said.followUpOn && (
        <div className={classes.next}>
          <TimeField
            label={interactions.followUpTime}
            value={said.followUpTime}
            onChange={(followUpTime) => change({ followUpTime })}
            error={wrong('follow_up_time')}
          />
          <PersonSelect
            label={interactions.assignedTo}
            nobody={interactions.me}
            branchId={branchId}
            value={said.assignedToId}
            onChange={(assignedToId) => change({ assignedToId })}
            error={wrong('follow_up_assigned_to_id')}
          />
        </div>
      )}
      <Textarea
        label={interactions.notes}
        placeholder={interactions.notesHint}
        value={said.notes}
        onChange={(event) => change({ notes: event.currentTarget.value })}
        error={wrong('notes')}
        maxLength={10_000}
        data-autofocus={focusNotes || undefined}
        data-notes
        autosize
        minRows={3}
        maxRows={7}
      />
    </>
  );
}
