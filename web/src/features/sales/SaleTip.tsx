import { Tooltip } from '@mantine/core';
import type { ReactElement } from 'react';
import type { Sale } from './data';
import classes from './Sales.module.css';
import { Summary } from './Summary';

/** Beside whatever stands for a sale: what is known of its follow-up, for the pointer and for the keyboard. */
export function SaleTip({ sale, children }: { sale: Sale; children: ReactElement }) {
  return (
    <Tooltip
      label={<Summary sale={sale} />}
      events={{ hover: true, focus: true, touch: false }}
      position="bottom-start"
      multiline
      // Within a landmark.
      portalProps={{ target: '#content' }}
      w={340}
      classNames={{ tooltip: classes.tip, arrow: classes.tipArrow }}
    >
      {children}
    </Tooltip>
  );
}
