import { Button, Text } from '@mantine/core';
import { IconSchool, IconStethoscope } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { api, type Client, type Schemas } from '~/api/client';
import { shortDay } from '~/dates';
import { useLanguage, useTexts } from '~/i18n';
import { showDone } from '~/ui/notices';
import { renewClients, showClient } from './data';
import { openDialog } from './dialog';
import classes from './Profile.module.css';
import { Section } from './Section';

/** The student and the patient that a client is, or answers for. */
export function Links({ profile: { client, student, patient } }: { profile: Schemas['Profile'] }) {
  const { profile } = useTexts();
  return (
    <Section title={profile.links}>
      <ul className={classes.rows}>
        {student && client.student_id && (
          <li className={classes.row}>
            <Link
              client={client}
              name={student.name}
              title={profile.student}
              body={{ student_id: student.id }}
              icon={<IconSchool size={17} stroke={1.8} aria-hidden />}
            >
              <Enrolments student={student} />
            </Link>
          </li>
        )}
        {patient && client.patient_id && (
          <li className={classes.row}>
            <Link
              client={client}
              name={patient.name}
              title={profile.patient}
              body={{ patient_id: patient.id }}
              icon={<IconStethoscope size={17} stroke={1.8} aria-hidden />}
            >
              {patient.record_number && (
                <Text fz={12.5} c="var(--ink-3)">
                  {profile.record(patient.record_number)}
                </Text>
              )}
            </Link>
          </li>
        )}
      </ul>
      {!client.student_id && !client.patient_id && <Text className={classes.nothing}>{profile.noLinks}</Text>}
      {!client.erased_at && (
        <div className={classes.linkButtons}>
          {!client.student_id && (
            <Button
              variant="default"
              size="xs"
              leftSection={<IconSchool size={15} aria-hidden />}
              onClick={() => openDialog({ kind: 'link', client, what: 'student' })}
            >
              {profile.linkStudent}
            </Button>
          )}
          {!client.patient_id && (
            <Button
              variant="default"
              size="xs"
              leftSection={<IconStethoscope size={15} aria-hidden />}
              onClick={() => openDialog({ kind: 'link', client, what: 'patient' })}
            >
              {profile.linkPatient}
            </Button>
          )}
        </div>
      )}
    </Section>
  );
}

interface LinkProps {
  client: Client;
  name: string;
  title: string;
  body: Schemas['LinkIn'];
  icon: ReactNode;
  children: ReactNode;
}

function Link({ client, name, title, body, icon, children }: LinkProps) {
  const { profile, actions } = useTexts();
  const asked = { params: { path: { id: client.id } }, body };
  const done = { onSuccess: showClient, onSettled: renewClients };
  const link = api.useMutation('post', '/api/v1/clients/{id}/link', done);
  const unlink = api.useMutation('post', '/api/v1/clients/{id}/unlink', done);
  const undo = { label: actions.undo, act: () => link.mutate(asked) };
  return (
    <div className={classes.promise}>
      <span className={classes.icon}>{icon}</span>
      <div className={classes.told}>
        <Text fz={12.5} c="var(--ink-3)">
          {title}
        </Text>
        <Text fz={13.5} fw={600} className={classes.long}>
          {name}
        </Text>
        {children}
      </div>
      {!client.erased_at && (
        <Button
          variant="subtle"
          color="gray"
          c="var(--ink-2)"
          size="compact-sm"
          h={30}
          loading={unlink.isPending}
          onClick={() => unlink.mutate(asked, { onSuccess: () => showDone(profile.unlinked(name), [undo]) })}
        >
          {profile.unlink}
          <span className={classes.hidden}> {name}</span>
        </Button>
      )}
    </div>
  );
}

function Enrolments({ student }: { student: Schemas['Student'] }) {
  const { profile } = useTexts();
  const language = useLanguage();
  const { enrolments, guardian_name } = student;
  const active = enrolments.filter(({ status }) => status === 'active').length;
  return (
    <>
      <Text fz={12.5} c="var(--ink-3)">
        {[guardian_name && profile.guardian(guardian_name), profile.activeEnrolments(active)]
          .filter(Boolean)
          .join(' · ')}
      </Text>
      <ul className={classes.enrolments} aria-label={profile.enrolments}>
        {enrolments.map(({ program, status, started_on }) => (
          <li key={`${program} ${started_on}`}>
            {program} · {profile.enrolment[status]}
            {started_on && ` · ${shortDay(started_on, language)}`}
          </li>
        ))}
      </ul>
    </>
  );
}
