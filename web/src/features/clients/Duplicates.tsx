import { Button, Group } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { api, type Client } from '~/api/client';
import { may, useUser } from '~/api/session';
import { useTexts } from '~/i18n';
import { Warning } from '~/ui/Warning';
import { Reasons } from './Candidates';
import { ClientName } from './ClientName';
import { openDialog } from './dialog';
import classes from './Profile.module.css';

/** From here on two are likely one person; below, they only share a number, as families do. */
const LIKELY = 0.6;
const MOST = 3;

/** Who else of the branch may be the same person. */
export function Duplicates({ client }: { client: Client }) {
  const { profile } = useTexts();
  const isManager = may(useUser(), 'manager');
  const { data } = api.useQuery(
    'get',
    '/api/v1/clients/{id}/duplicates',
    { params: { path: { id: client.id } } },
    { staleTime: 60_000 },
  );
  const found = (data?.items ?? []).filter(({ score }) => score >= LIKELY);
  if (found.length === 0) return null;
  return (
    <Warning icon={<IconUsers size={18} />} title={profile.duplicatesFound(found.length)}>
      <ul className={classes.duplicates}>
        {found.slice(0, MOST).map((each) => (
          <li key={each.id} className={classes.duplicate}>
            <div className={classes.told}>
              <ClientName client={each} />
              <Reasons reasons={each.reasons} />
            </div>
            {isManager && (
              <Group gap={0}>
                <Button
                  variant="default"
                  size="compact-sm"
                  h={30}
                  onClick={() => openDialog({ kind: 'merge', client, duplicateId: each.id })}
                >
                  {profile.compare}
                  <span className={classes.hidden}> {each.name}</span>
                </Button>
              </Group>
            )}
          </li>
        ))}
      </ul>
    </Warning>
  );
}
