import { Kbd } from '@mantine/core';
import { useTexts } from '~/i18n';

/** What the keys do in the agenda. */
export function KeyHints() {
  const { hint } = useTexts().agenda;
  const all: [string, string][] = [
    ['↑ ↓ ← →', hint.gaps],
    ['Enter', hint.create],
    ['Alt ↑ ↓ ← →', hint.move],
    ['Alt ⇧ ↑ ↓', hint.resize],
  ];
  return all.map(([keys, does], index) => (
    <span key={does}>
      {index > 0 && ' · '}
      {keys.split(' ').map((key) => (
        <Kbd key={key} size="xs" mr={3}>
          {key}
        </Kbd>
      ))}
      {does}
    </span>
  ));
}
