import { Button, Group, Kbd, SegmentedControl, Stack, Textarea } from '@mantine/core';
import { type RefObject, useId } from 'react';
import type { FollowUp } from '~/api/client';
import { useToday } from '~/branch';
import { useTexts } from '~/i18n';
import { usePack } from '~/packs';
import { DayField } from '~/ui/DayField';
import { TimeField } from '~/ui/TimeField';
import { usePhone } from '~/ui/usePhone';
import classes from './Attend.module.css';
import type { Written } from './useAnswer';

interface Props {
  followUp: FollowUp;
  written: Written;
  onChange: (written: Written) => void;
  onDone: () => void;
  onSkip: () => void;
  field: RefObject<HTMLTextAreaElement | null>;
}

/** What came of it, when to contact again, and on to the next one. */
export function Answer({ followUp, written, onChange, onDone, onSkip, field }: Props) {
  const { attend, methods, interactions } = useTexts();
  const phone = usePhone();
  const pack = usePack(followUp.branch_id);
  const today = useToday()(followUp.branch_id);
  const label = useId();
  const change = (changed: Partial<Written>) => onChange({ ...written, ...changed });
  const offered = (pack?.methods ?? []) as Written['method'][];
  return (
    <form
      className={classes.answer}
      onSubmit={(event) => {
        event.preventDefault();
        onDone();
      }}
      onKeyDown={(event) => event.key === 'Enter' && event.ctrlKey && event.currentTarget.requestSubmit()}
    >
      <Stack gap={14}>
        <Textarea
          ref={field}
          label={attend.result}
          placeholder={attend.resultHint}
          value={written.details}
          onChange={(event) => change({ details: event.currentTarget.value })}
          maxLength={10_000}
          autosize
          minRows={3}
          maxRows={9}
        />
        <Group gap={6} role="group" aria-label={attend.quick}>
          {attend.quickResults.map((text) => (
            <Button
              key={text}
              className={classes.quick}
              size="compact-sm"
              variant={written.details === text ? 'light' : 'default'}
              aria-pressed={written.details === text}
              onClick={() => change({ details: text })}
            >
              {text}
            </Button>
          ))}
        </Group>
        {written.details.trim() && offered.length > 0 && (
          <div>
            <span className={classes.label} id={label}>
              {interactions.method}
            </span>
            <SegmentedControl
              className={classes.methods}
              aria-labelledby={label}
              fullWidth
              data={offered.map((value) => ({
                value,
                label: pack?.labels[`method.${value}`] ?? methods[value],
              }))}
              value={written.method}
              onChange={(method) => change({ method })}
            />
          </div>
        )}
        <div className={written.next ? classes.next : undefined}>
          <DayField
            label={attend.next}
            value={written.next}
            onChange={(next) => change({ next })}
            today={today}
            min={today}
            clearable
          />
          {written.next && (
            <TimeField
              label={attend.time}
              value={written.nextTime}
              onChange={(nextTime) => change({ nextTime })}
            />
          )}
        </div>
      </Stack>
      <div className={classes.foot}>
        <Button variant="default" size="md" onClick={onSkip} rightSection={!phone && <Kbd size="xs">S</Kbd>}>
          {attend.skip}
        </Button>
        <Button
          type="submit"
          size="md"
          rightSection={
            !phone && (
              <Kbd size="xs" className={classes.key}>
                Ctrl Enter
              </Kbd>
            )
          }
        >
          {attend.complete}
        </Button>
      </div>
    </form>
  );
}
