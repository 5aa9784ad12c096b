import { IconCircleCheck, IconHourglassLow } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { Schemas } from '~/api/client';
import { now } from '~/clock';
import { ago } from '~/dates';
import { useLanguage } from '~/i18n';
import { useHealth } from './data';
import classes from './Messages.module.css';
import { useTexts } from './texts';

const SECOND = 1_000; // ms

/** «Último envío hace 12 s, 0 atascados»; and which channels only write down what they would send. */
export function HealthLine() {
  const { messages, channels } = useTexts();
  const { data } = useHealth();
  const { health } = messages;
  if (!data) return <div className={classes.health} aria-hidden />;
  const { stuck, queued, failed_today: failed, by_channel } = data;
  const silent = by_channel.filter(({ provider }) => provider === 'console');
  const Icon = stuck > 0 ? IconHourglassLow : IconCircleCheck;
  return (
    <section className={classes.health} aria-label={health.title}>
      <p className={classes.line} data-state={stuck > 0 ? 'overdue' : undefined}>
        <Icon size={18} stroke={1.9} aria-hidden />
        <span>
          <span className={classes.first}>
            <Last health={data} />
          </span>
          {queued > 0 && ` · ${health.queued(queued)}`}
          {failed > 0 && ` · ${health.failed(failed)}`}
        </span>
      </p>
      {silent.length > 0 && (
        <p className={classes.silent}>
          {health.console(silent.map(({ channel }) => channels[channel]).join(', '))}
        </p>
      )}
    </section>
  );
}

function Last({ health: { last_sent_at, stuck } }: { health: Schemas['DeliveryHealth'] }) {
  const { health } = useTexts().messages;
  const language = useLanguage();
  const [moment, tick] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => tick(now()), SECOND);
    return () => clearInterval(timer);
  }, []);
  const last = last_sent_at ? health.last(ago(Date.parse(last_sent_at), moment, language)) : health.never;
  return health.both(last, health.stuck(stuck));
}
