import { Button, Text, Textarea, TextInput } from '@mantine/core';
import type { Client } from '~/api/client';
import { useTimeZones } from '~/branch';
import { dayOf, shortDay } from '~/dates';
import { useLanguage, useTexts } from '~/i18n';
import { readablePhone } from '~/ui/phone';
import { ClientChoices } from './ClientChoices';
import { PhoneLine } from './Contacting';
import { InPlace } from './InPlace';
import classes from './Profile.module.css';
import { Section } from './Section';
import { useEdit } from './useEdit';

/** «Datos de contacto», «Tipo y fuente»: each changed where it stands. */
export function ContactData({ client }: { client: Client }) {
  const { client: said, profile } = useTexts();
  const language = useLanguage();
  const zone = useTimeZones()(client.branch_id);
  const isFixed = client.erased_at !== null;
  const own = { client, isFixed };
  return (
    <Section title={profile.contact}>
      <dl className={classes.data}>
        <InPlace
          {...own}
          label={said.name}
          initial={{ first_name: client.first_name, last_name: client.last_name }}
          said={({ name }) => name}
          shown={client.name}
        >
          {(draft, type, wrong) => (
            <div className={classes.two}>
              <TextInput
                label={said.firstName}
                value={draft.first_name ?? ''}
                error={wrong('first_name')}
                onChange={(event) => type({ first_name: event.currentTarget.value })}
                maxLength={200}
                autoComplete="off"
                autoFocus
                required
              />
              <TextInput
                label={said.lastName}
                value={draft.last_name ?? ''}
                error={wrong('last_name')}
                onChange={(event) => type({ last_name: event.currentTarget.value })}
                maxLength={200}
                autoComplete="off"
              />
            </div>
          )}
        </InPlace>
        <InPlace
          {...own}
          label={said.phone}
          initial={{ phone: client.phone }}
          said={({ phone }) => (phone ? readablePhone(phone) : '')}
          shown={<PhoneLine person={client} contact={{ client_id: client.id }} />}
        >
          {(draft, type, wrong) => (
            <TextInput
              aria-label={said.phone}
              type="tel"
              defaultValue={draft.phone ? readablePhone(draft.phone) : ''}
              error={wrong('phone')}
              onChange={(event) => type({ phone: event.currentTarget.value })}
              maxLength={60}
              autoComplete="off"
              autoFocus
            />
          )}
        </InPlace>
        <InPlace
          {...own}
          label={said.email}
          initial={{ email: client.email }}
          said={({ email }) => email ?? ''}
          shown={
            client.email ? (
              <a className={classes.link} href={`mailto:${client.email}`}>
                {client.email}
              </a>
            ) : (
              <span className={classes.none}>{said.noEmail}</span>
            )
          }
        >
          {(draft, type, wrong) => (
            <TextInput
              aria-label={said.email}
              type="email"
              value={draft.email ?? ''}
              error={wrong('email')}
              onChange={(event) => type({ email: event.currentTarget.value })}
              maxLength={254}
              autoComplete="off"
              autoFocus
            />
          )}
        </InPlace>
        <div className={classes.datum}>
          <dt>{said.created}</dt>
          <dd className={classes.value}>
            <div className={classes.shown}>
              {shortDay(dayOf(Date.parse(client.created_at), zone), language)}
            </div>
          </dd>
        </div>
        <Others client={client} field="phone" />
        <Others client={client} field="email" />
        <InPlace
          {...own}
          wide
          label={said.notes}
          initial={{ notes: client.notes }}
          said={({ notes }) => notes}
          shown={
            client.notes ? (
              <span className={classes.notes}>{client.notes}</span>
            ) : (
              <span className={classes.none}>{said.noNotes}</span>
            )
          }
        >
          {(draft, type, wrong) => (
            <Textarea
              aria-label={said.notes}
              value={draft.notes ?? ''}
              error={wrong('notes')}
              onChange={(event) => type({ notes: event.currentTarget.value })}
              maxLength={10_000}
              autosize
              minRows={3}
              maxRows={12}
              autoFocus
            />
          )}
        </InPlace>
      </dl>
      {!isFixed && <ClientChoices client={client} />}
    </Section>
  );
}

/** Further numbers or addresses, from a merge or an import; one of them may become the first. */
function Others({ client, field }: { client: Client; field: 'phone' | 'email' }) {
  const { client: said } = useTexts();
  const edit = useEdit();
  const others = field === 'phone' ? client.other_phones : client.other_emails;
  if (others.length === 0) return null;
  return (
    <div className={classes.datum} data-wide>
      <dt>{field === 'phone' ? said.otherPhones : said.otherEmails}</dt>
      <dd>
        {others.map((each) => (
          <div key={each} className={classes.otherOne}>
            <a className={classes.link} href={field === 'phone' ? `tel:${each}` : `mailto:${each}`}>
              {field === 'phone' ? readablePhone(each) : each}
            </a>
            <Button
              variant="subtle"
              size="compact-xs"
              disabled={edit.isSaving}
              onClick={() => edit.choose(client, { [field]: each })}
            >
              {said.makeMain}
              <Text span className={classes.hidden}>
                {' '}
                {each}
              </Text>
            </Button>
          </div>
        ))}
      </dd>
    </div>
  );
}
