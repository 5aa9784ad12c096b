import { Text } from '@mantine/core';
import { useUser } from '~/api/session';
import type { Texts } from '~/i18n';
import { readablePhone } from '~/ui/phone';
import { Card } from './Card';
import classes from './Settings.module.css';
import { useTexts } from './texts';

/** Who one is here. Only administrators change it: names stand in everybody's records. */
export function ProfileCard() {
  const { settings, roles } = useTexts();
  const user = useUser();
  const names = (of: { name: string }[]) => of.map(({ name }) => name).join(', ') || settings.none;
  const facts: [string, string][] = [
    [settings.name, user.name],
    [settings.email, user.email ?? ''],
    [settings.phone, user.phone ? readablePhone(user.phone) : settings.none],
    [settings.role, roles[user.role as keyof Texts['roles']]],
    [settings.branches, user.role === 'admin' ? settings.everyBranch : names(user.branches)],
    [settings.teams, names(user.teams.filter(({ member_ids }) => member_ids.includes(user.id)))],
  ];
  return (
    <Card title={settings.profile}>
      <dl className={classes.facts}>
        {facts.map(([name, fact]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
      </dl>
      {user.role !== 'admin' && (
        <Text fz={13} c="var(--ink-3)" mt={14}>
          {settings.askAdmin}
        </Text>
      )}
    </Card>
  );
}
