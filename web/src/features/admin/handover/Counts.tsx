import { useTexts } from '../texts';
import classes from './HandOver.module.css';
import type { Work } from './work';

export function Counts({ work }: { work: Work }) {
  const { handOver } = useTexts();
  const counts: [string, number][] = [
    [handOver.followUps, work.follow_ups],
    [handOver.tasks, work.tasks],
    [handOver.sales, work.sales],
  ];
  return (
    <dl className={classes.counts}>
      {counts.map(([name, n]) => (
        <div key={name} data-none={n === 0 || undefined}>
          <dt>{name}</dt>
          <dd>{n}</dd>
        </div>
      ))}
    </dl>
  );
}
