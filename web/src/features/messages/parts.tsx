import { Button, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { may, useUser } from '~/api/session';
import { useTimeZones, useToday } from '~/branch';
import { now } from '~/clock';
import { dayOf, relativeDay, shortMoment, timeOfDay } from '~/dates';
import { useLanguage } from '~/i18n';
import { withReadablePhones } from '~/ui/phone';
import { useRetry } from './data';
import type { Delivery } from './filters';
import classes from './Messages.module.css';
import { useTexts } from './texts';

/** What a message says, and why it could not be sent. */
export function Said({ delivery: { title, body, error, attempts, status } }: { delivery: Delivery }) {
  const { messages } = useTexts();
  return (
    <>
      <Text fz={14} fw={600} lineClamp={2}>
        {title}
      </Text>
      <Text className={classes.said} lineClamp={2} title={withReadablePhones(body)}>
        {withReadablePhones(body)}
      </Text>
      {error && (
        <p className={classes.error} data-state={status === 'failed' ? 'overdue' : undefined}>
          {error} {status === 'failed' && attempts > 1 && `(${messages.attempts(attempts)})`}
        </p>
      )}
    </>
  );
}

/** When it went out, or is to go out. */
export function useWhen(): (delivery: Delivery) => string {
  const { messages } = useTexts();
  const language = useLanguage();
  const zones = useTimeZones();
  const today = useToday();
  return ({ branch_id, sent_at, due_at, created_at, status }) => {
    const zone = zones(branch_id);
    if (status === 'queued' && Date.parse(due_at) > now())
      return messages.due(shortMoment(due_at, zone, language));
    const at = sent_at ?? (Date.parse(due_at) < now() ? due_at : created_at);
    const day = relativeDay(dayOf(Date.parse(at), zone), today(branch_id), language);
    return `${day}, ${timeOfDay(at, zone, language)}`;
  };
}

/** For managers, of what could not be sent. */
export function Retry({ delivery }: { delivery: Delivery }) {
  const { messages, people } = useTexts();
  const retry = useRetry();
  const mayRetry = may(useUser(), 'manager');
  if (delivery.status !== 'failed' || !mayRetry) return null;
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<IconRefresh size={15} aria-hidden />}
      aria-label={messages.retryOf(delivery.recipient.name ?? people.noName)}
      onClick={() => retry(delivery)}
    >
      {messages.retry}
    </Button>
  );
}
