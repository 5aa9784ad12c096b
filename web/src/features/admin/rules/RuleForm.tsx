import { Input, NumberInput, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { CHANNEL_ICONS } from '~/features/messages/open';
import { Chip } from '~/ui/Chips';
import { FormAlert } from '~/ui/FormAlert';
import { showDone } from '~/ui/notices';
import { wrongIn } from '~/ui/wrong';
import { useTexts } from '../texts';
import { Foot } from './Foot';
import classes from './Rules.module.css';
import {
  MOMENTS,
  type Rule,
  sentenceOf,
  type Unit,
  unitsOf,
  waitOf,
  withMoment,
  withRecipient,
  withRule,
  withWait,
} from './rules';
import type { UsedBook } from './useBook';

const CHANNELS = ['in_app', 'email', 'sms', 'whatsapp'] as const satisfies Rule['channels'];
const MOMENT_NAMES = Object.keys(MOMENTS) as Rule['on'][];
const CHOICE = { allowDeselect: false, openOnFocus: false, withCheckIcon: false };

interface Props {
  rule: Rule;
  used: UsedBook;
  onClose: () => void;
}

/** One rule; the sentence that it makes stands below and changes with it. */
export function RuleForm({ rule: before, used, onClose }: Props) {
  const texts = useTexts();
  const { rules: said, templates } = texts;
  const [rule, change] = useState(before);
  const { to, templates: possible } = MOMENTS[rule.on];
  const wrong = wrongIn(used.problem);
  const reload = () => used.reload(onClose);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        used.save(withRule(rule), () => {
          onClose();
          showDone(said.saved);
        });
      }}
    >
      <Stack gap={16}>
        <FormAlert problem={used.problem} onOverwrite={used.overwrite} onReload={reload} />
        <Select
          {...CHOICE}
          label={said.when}
          data={MOMENT_NAMES.map((value) => ({ value, label: said.moments[value].name }))}
          value={rule.on}
          onChange={(on) => on && change(withMoment(rule, on))}
          data-autofocus
        />
        <Wait key={rule.on} rule={rule} onChange={change} />
        <Select
          {...CHOICE}
          label={said.whomField}
          data={to.map((value) => ({ value, label: said.recipients[value] }))}
          value={rule.to}
          onChange={(whom) => whom && change(withRecipient(rule, whom))}
          disabled={to.length < 2}
        />
        <Channels rule={rule} onChange={change} />
        <Select
          {...CHOICE}
          label={said.text}
          data={possible.map((value) => ({ value, label: templates.kinds[value] }))}
          value={rule.template}
          onChange={(template) => template && change({ ...rule, template })}
          disabled={possible.length < 2}
        />
        <p className={classes.says} aria-live="polite">
          <small>{said.says}</small>
          {sentenceOf(rule, texts)}
        </p>
        {wrong('rules') && <Input.Error>{wrong('rules')}</Input.Error>}
        <Foot busy={used.busy} ready={rule.channels.length > 0} onClose={onClose} />
      </Stack>
    </form>
  );
}

interface PartProps {
  rule: Rule;
  onChange: (rule: Rule) => void;
}

function Wait({ rule, onChange }: PartProps) {
  const { rules: said } = useTexts();
  const { offset } = MOMENTS[rule.on];
  const { n, unit: told } = waitOf(rule);
  const [unit, choose] = useState<Unit>(told);
  const [typed, type] = useState<number | string>(n);
  if (!offset) return null;
  const set = (value: number | string, as: Unit) => onChange(withWait(rule, Number(value), as));
  return (
    <div className={classes.wait}>
      <NumberInput
        label={offset === 'before_minutes' ? said.before : said.later}
        min={0}
        allowDecimal={false}
        allowNegative={false}
        hideControls
        value={typed}
        onChange={(value) => {
          type(value);
          set(value, unit);
        }}
      />
      <Select
        {...CHOICE}
        aria-label={said.unit}
        data={unitsOf(offset).map((value) => ({ value, label: said.units[value] }))}
        value={unit}
        onChange={(chosen) => {
          if (!chosen) return;
          choose(chosen);
          set(typed, chosen);
        }}
        disabled={offset === 'after_days'}
      />
    </div>
  );
}

function Channels({ rule, onChange }: PartProps) {
  const { rules: said, channels } = useTexts();
  const isClient = rule.to === 'client';
  return (
    <fieldset className={classes.channels}>
      <legend>{said.channels}</legend>
      {CHANNELS.filter((each) => !isClient || each !== 'in_app').map((each) => {
        const Icon = CHANNEL_ICONS[each];
        const place = rule.channels.indexOf(each);
        const isOn = place >= 0;
        return (
          <Chip
            key={each}
            icon={<Icon size={16} aria-hidden />}
            pressed={isOn}
            number={isClient && isOn ? place + 1 : undefined}
            onClick={() =>
              onChange({
                ...rule,
                channels: isOn ? rule.channels.filter((other) => other !== each) : [...rule.channels, each],
              })
            }
          >
            {channels[each]}
          </Chip>
        );
      })}
      {isClient && <Input.Description className={classes.wrong}>{said.inOrder}</Input.Description>}
    </fieldset>
  );
}
