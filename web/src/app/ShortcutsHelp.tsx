import { Kbd, Modal, Text, Title } from '@mantine/core';
import { useTexts } from '~/i18n';
import classes from './ShortcutsHelp.module.css';
import { useSections } from './sections';

export function ShortcutsHelp({ onClose }: { onClose: () => void }) {
  const { shortcuts, frame } = useTexts();
  const sections = useSections();
  const everywhere: [string, string][] = [
    ['Ctrl K', shortcuts.palette],
    ['N', shortcuts.newInteraction],
    ['/', shortcuts.search],
    ...sections.map(({ keys, text }): [string, string] => [keys.toUpperCase(), shortcuts.goTo(frame[text])]),
    ['?', shortcuts.help],
    ['Esc', shortcuts.close],
  ];
  const inRows: [string, string][] = [
    ['↑ ↓', shortcuts.move],
    ['C', shortcuts.complete],
    ['R', shortcuts.result],
    ['I', shortcuts.interaction],
  ];
  return (
    <Modal opened onClose={onClose} title={shortcuts.title}>
      <Keys title={shortcuts.everywhere} rows={everywhere} />
      <Keys title={shortcuts.inRows} rows={inRows} />
    </Modal>
  );
}

function Keys({ title, rows }: { title: string; rows: [string, string][] }) {
  return (
    <>
      <Title order={3} fz={13} c="var(--ink-3)" mt="sm" mb={6}>
        {title}
      </Title>
      <dl className={classes.keys}>
        {rows.map(([keys, does]) => (
          <div key={keys} className={classes.row}>
            <dt>
              <Text span fz="sm">
                {does}
              </Text>
            </dt>
            <dd>
              {keys.split(' ').map((key) => (
                <Kbd key={key} ml={4}>
                  {key}
                </Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
