import { Skeleton } from '@mantine/core';
import classes from './SheetLoading.module.css';

const ROWS = ['a', 'b', 'c', 'd', 'e', 'f'];

/** A sheet of paper on which lines will stand: what is there until a page knows more. */
export const SheetLoading = ({ height }: { height: number | string }) => (
  <div className={classes.sheet} style={{ height }} aria-busy>
    {ROWS.map((row) => (
      <div key={row} className={classes.row}>
        <Skeleton h={10} w={44} radius="xl" />
        <Skeleton h={10} className={classes.line} radius="xl" />
      </div>
    ))}
  </div>
);
