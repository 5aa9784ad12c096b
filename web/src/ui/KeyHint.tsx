import { Kbd, Text } from '@mantine/core';
import { Fragment } from 'react';

/** What keys do here: `[['C', 'completes'], …]`; several keys may do one thing. */
export function KeyHint({ keys }: { keys: readonly (readonly [string, string])[] }) {
  return (
    <Text fz={12.5} c="var(--ink-3)" mt={12}>
      {keys.map(([pressed, does], place) => (
        <Fragment key={pressed}>
          {place > 0 && ' · '}
          {pressed.split(' ').map((key) => (
            <Fragment key={key}>
              <Kbd size="xs">{key}</Kbd>{' '}
            </Fragment>
          ))}
          {does}
        </Fragment>
      ))}
    </Text>
  );
}
