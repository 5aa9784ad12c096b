import { Button, Group, Modal, Text } from '@mantine/core';
import { drop, retry, useOutbox, type Waiting } from '~/api/outbox';
import { useTimeZones } from '~/branch';
import { now } from '~/clock';
import { dayOf, relativeDay, timeOfDay } from '~/dates';
import { type Opening, openAgain } from '~/features/interactions/open';
import { useLanguage, useTexts } from '~/i18n';
import classes from './Outbox.module.css';

/** What waits to be sent, and what was refused: nothing of it goes without somebody saying so. */
export function Outbox({ onClose }: { onClose: () => void }) {
  const { offline } = useTexts();
  const outbox = useOutbox();
  return (
    <Modal opened onClose={onClose} title={offline.title} size={560}>
      {outbox.length === 0 ? (
        <Text c="var(--ink-2)">{offline.empty}</Text>
      ) : (
        <ul className={classes.list}>
          {outbox.map((each) => (
            <Item key={each.id} waiting={each} onClose={onClose} />
          ))}
        </ul>
      )}
    </Modal>
  );
}

function Item({ waiting, onClose }: { waiting: Waiting; onClose: () => void }) {
  const { offline } = useTexts();
  const { id, deed, refusal } = waiting;
  const { notes } = deed;
  const wrong = Object.values(refusal?.errors ?? {}).flat();
  return (
    <li className={classes.item}>
      <Text fz={14.5} fw={600}>
        {offline.kinds[deed.kind](deed.name)}
      </Text>
      <Text fz={12.5} c="var(--ink-3)">
        {offline.at(useWhen()(waiting.at))}
      </Text>
      {notes && (
        <Text fz={13.5} c="var(--ink-2)" mt={6} className={classes.notes}>
          {notes}
        </Text>
      )}
      {refusal ? (
        <div className={classes.refusal} role="alert">
          <strong>{refusal.title}</strong> {wrong.length > 0 ? wrong.join(' ') : refusal.detail}
        </div>
      ) : (
        <Text fz={13} c="var(--ink-3)" mt={6}>
          {offline.willBeSent}
        </Text>
      )}
      <Group gap={8} mt={10}>
        {refusal && <Corrections waiting={waiting} onClose={onClose} />}
        <Button size="compact-md" variant="default" c="var(--overdue-fg)" onClick={() => drop(id)}>
          {offline.discard}
        </Button>
      </Group>
    </li>
  );
}

function Corrections({ waiting, onClose }: { waiting: Waiting; onClose: () => void }) {
  const { offline } = useTexts();
  const { id, deed } = waiting;
  return (
    <>
      {!!deed.form && (
        <Button
          size="compact-md"
          onClick={() => {
            onClose();
            openAgain({ ...(deed.form as Opening), waiting: id });
          }}
        >
          {deed.kind === 'interaction' ? offline.correct : offline.asInteraction}
        </Button>
      )}
      <Button size="compact-md" variant="default" onClick={() => retry(waiting)}>
        {offline.again}
      </Button>
    </>
  );
}

/** «hoy a las 14:05». */
function useWhen(): (at: number) => string {
  const { followUps } = useTexts();
  const language = useLanguage();
  const zone = useTimeZones()();
  return (at) => {
    const day = relativeDay(dayOf(at, zone), dayOf(now(), zone), language).toLowerCase();
    return `${day} ${followUps.atTime(timeOfDay(at, zone, language))}`;
  };
}
