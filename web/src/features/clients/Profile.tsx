import { Alert } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import { useRef } from 'react';
import type { Schemas } from '~/api/client';
import { type Texts, useTexts } from '~/i18n';
import { Warning } from '~/ui/Warning';
import { ContactData } from './ContactData';
import { Duplicates } from './Duplicates';
import { Links } from './Links';
import { Messages } from './Messages';
import { NextFollowUp } from './NextFollowUp';
import classes from './Profile.module.css';
import { ProfileHead } from './ProfileHead';
import { Sales } from './Sales';
import { Tasks } from './Tasks';
import { Timeline } from './Timeline';
import { openFollowUps, openTasks } from './timeline';
import { useProfileKeys } from './useProfileKeys';
import { useTimeline } from './useTimeline';

interface Props {
  profile: Schemas['Profile'];
  /** Beside another page there is less room, and no second title of a page. */
  isBeside?: boolean;
}

/** All that the house knows of one client. */
export function Profile({ profile, isBeside }: Props) {
  const texts = useTexts();
  const { client, degraded } = profile;
  const timeline = useTimeline(profile);
  const misses = (...services: string[]) => services.some((each) => degraded.includes(each));
  const article = useRef<HTMLElement>(null);
  useProfileKeys(article, client);
  const isErased = client.erased_at !== null;
  return (
    <article ref={article} className={classes.profile} data-beside={isBeside}>
      <ProfileHead client={client} isBeside={isBeside} />
      {degraded.length > 0 && (
        <Warning icon={<IconCloudOff size={18} />} role="status">
          {texts.profile.missing(named(degraded, texts))}
        </Warning>
      )}
      {isErased && <Alert color="gray">{texts.profile.erased}</Alert>}
      <div className={classes.columns}>
        <div className={classes.column}>
          {!isErased && <Duplicates client={client} />}
          {!isErased && (
            <NextFollowUp
              client={client}
              followUps={openFollowUps(timeline.follow_ups)}
              isMissing={misses('followups')}
            />
          )}
          {isBeside && <ContactData client={client} />}
          <Tasks client={client} tasks={openTasks(timeline.tasks)} isMissing={misses('tasks')} />
          <Timeline timeline={timeline} isMissing={misses('interactions', 'followups', 'tasks')} />
          {isBeside && <Rest profile={profile} isMissing={misses('followups')} />}
        </div>
        {!isBeside && (
          <div className={classes.column}>
            <ContactData client={client} />
            <Rest profile={profile} isMissing={misses('followups')} />
          </div>
        )}
      </div>
    </article>
  );
}

function Rest({ profile, isMissing }: { profile: Schemas['Profile']; isMissing: boolean }) {
  return (
    <>
      <Messages client={profile.client} />
      <Sales client={profile.client} sales={profile.sales} isMissing={isMissing} />
      <Links profile={profile} />
    </>
  );
}

const named = (services: string[], { services: names }: Texts): string =>
  services.map((each) => names[each as keyof Texts['services']] ?? each).join(', ');
