import { Kbd, Loader, Modal, Text } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { type Texts, useTexts } from '~/i18n';
import { Highlighted } from '~/ui/Highlighted';
import { type Entry, useFindings, usePlaces } from './findings';
import classes from './Palette.module.css';
import { closePalette } from './palette';

/** Go anywhere, begin anything, find anybody: by typing. */
export function Palette() {
  const { palette } = useTexts();
  return (
    <Modal.Root
      opened
      onClose={closePalette}
      size={600}
      yOffset="9vh"
      centered={false}
      zIndex={250}
      radius="lg"
    >
      <Modal.Overlay backgroundOpacity={0.35} blur={3} />
      <Modal.Content aria-label={palette.title}>
        <Modal.Body p={0}>
          <Choice />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Choice() {
  const { palette, errors, services } = useTexts();
  const list = useId();
  const [typed, type] = useState('');
  const [current, move] = useState(0);
  const places = usePlaces(typed);
  const { groups, degraded, problem, isSearching } = useFindings(typed);
  const shown = [...places, ...groups];
  const entries = shown.flatMap((group) => group.entries);
  const active = entries[Math.min(current, entries.length - 1)];

  function choose(entry: Entry | undefined) {
    if (!entry) return;
    closePalette();
    entry.act();
  }

  function pressed(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step) move((entries.indexOf(active as Entry) + step + entries.length) % Math.max(1, entries.length));
    else if (event.key === 'Enter') choose(active);
    else return;
    event.preventDefault();
  }

  return (
    <>
      <div className={classes.field}>
        <IconSearch size={19} aria-hidden />
        <input
          className={classes.input}
          role="combobox"
          aria-label={palette.label}
          aria-autocomplete="list"
          aria-expanded
          aria-controls={list}
          aria-activedescendant={active && `${list}-${active.id}`}
          placeholder={palette.hint}
          value={typed}
          onChange={(event) => {
            type(event.currentTarget.value);
            move(0);
          }}
          onKeyDown={pressed}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
        {typed && isSearching ? <Loader size={16} color="gray" /> : <Kbd size="xs">Esc</Kbd>}
      </div>
      <div id={list} role="listbox" aria-label={palette.title} className={classes.list}>
        {shown.map(({ title, entries: those }) => (
          // biome-ignore lint/a11y/useSemanticElements: a listbox holds groups of options, not fields
          <div key={title} role="group" aria-labelledby={`${list}-${title}`}>
            <div id={`${list}-${title}`} className={classes.title}>
              {title}
            </div>
            {those.map((entry) => (
              <Row
                key={entry.id}
                id={`${list}-${entry.id}`}
                entry={entry}
                typed={typed}
                isActive={entry === active}
                onPoint={() => move(entries.indexOf(entry))}
                onChoose={() => choose(entry)}
              />
            ))}
          </div>
        ))}
      </div>
      {entries.length === 0 && (
        <Text className={classes.nothing} role="status">
          {isSearching ? palette.searching : problem ? problem.title : palette.nothing}
        </Text>
      )}
      {degraded.length > 0 && (
        <Text className={classes.nothing} role="status">
          {errors.degraded(
            degraded.map((each) => services[each as keyof Texts['services']] ?? each).join(', '),
          )}
        </Text>
      )}
    </>
  );
}

interface RowProps {
  id: string;
  entry: Entry;
  typed: string;
  isActive: boolean;
  onPoint: () => void;
  onChoose: () => void;
}

function Row({ id, entry, typed, isActive, onPoint, onChoose }: RowProps) {
  const { label, detail, keys, Icon } = entry;
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isActive) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, which keeps the focus
    <div
      ref={row}
      id={id}
      role="option"
      aria-selected={isActive}
      tabIndex={-1}
      className={classes.row}
      onMouseMove={onPoint}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
    >
      <Icon size={19} stroke={1.8} aria-hidden />
      <span className={classes.words}>
        <span className={classes.label}>
          <Highlighted text={label} typed={typed} />
        </span>
        {detail && <span className={classes.detail}>{detail}</span>}
      </span>
      {keys && (
        <span aria-hidden>
          {keys.split(' ').map((key) => (
            <Kbd key={key} size="xs" ml={3}>
              {key.toUpperCase()}
            </Kbd>
          ))}
        </span>
      )}
    </div>
  );
}
