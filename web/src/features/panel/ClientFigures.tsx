import { Text, Title } from '@mantine/core';
import type { Schemas } from '~/api/client';
import { useTexts } from '~/i18n';
import { grouped } from '~/i18n/count';
import classes from './Panel.module.css';

const TYPES = ['lead', 'prospect', 'customer', 'vip'] as const;

export function ClientFigures({ clients }: { clients: Schemas['Panel']['clients'] }) {
  const { panel } = useTexts();
  const { by_type, total } = clients;
  const figures: [string, number | null][] = [
    [panel.total, total],
    [panel.active, clients.active],
    [panel.newThisMonth, clients.new_this_month],
  ];
  return (
    <section className={classes.card}>
      <header className={classes.head}>
        <Title order={2}>{panel.clients}</Title>
      </header>
      {total === null ? (
        <Text className={classes.nothing}>{panel.unknown}</Text>
      ) : (
        <>
          <dl className={classes.figures}>
            {figures.map(([name, figure]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{figure !== null && grouped(figure)}</dd>
              </div>
            ))}
          </dl>
          <dl className={classes.types}>
            {TYPES.map((type) => (
              <div key={type}>
                <dt>{panel.types[type]}</dt>
                <dd>{grouped(by_type?.[type] ?? 0)}</dd>
                <span className={classes.share} aria-hidden>
                  <span style={{ width: `${total ? (100 * (by_type?.[type] ?? 0)) / total : 0}%` }} />
                </span>
              </div>
            ))}
          </dl>
        </>
      )}
    </section>
  );
}
