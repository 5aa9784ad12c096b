import type { ReactNode } from 'react';
import type { Schemas, Task } from '~/api/client';
import type { Day } from '~/dates';

/** Where a new task of a column belongs. */
export interface Column {
  key: string;
  day: Day;
  /** None: nobody's yet. */
  operator: Schemas['Person'] | null;
  branchId: string;
  zone: string;
  isToday: boolean;
  head: ReactNode;
  /** «con Ana Ruiz», «el lunes 23 de noviembre»: what tells this column from the others. */
  words: string;
  holds: (task: Task) => boolean;
}
