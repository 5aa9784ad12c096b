import { TextInput } from '@mantine/core';
import { useTexts } from '~/i18n';
import { ContactField } from './ContactField';
import { type Chosen, needsLastName, needsPhone } from './draft';
import classes from './Interactions.module.css';

interface Props {
  chosen: Chosen;
  onChange: (chosen: Chosen) => void;
  /** What the server says against a field of the request. */
  wrong: (field: string) => string | undefined;
}

/** Whom a form is about, and what else has to be known of somebody new. */
export function ContactFields({ chosen, onChange, wrong }: Props) {
  const { interactions } = useTexts();
  const change = (changed: Partial<Chosen>) => onChange({ ...chosen, ...changed });
  return (
    <>
      <ContactField
        name={chosen.name}
        contact={chosen.contact}
        error={wrong('contact') ?? wrong('contact.first_name')}
        onChange={(name, contact) => change({ name, contact })}
      />
      {needsPhone(chosen) && (
        <div className={classes.two}>
          {needsLastName(chosen) && (
            <TextInput
              label={interactions.lastName}
              value={chosen.lastName}
              error={wrong('contact.last_name')}
              onChange={(event) => change({ lastName: event.currentTarget.value })}
              autoComplete="off"
              withAsterisk
            />
          )}
          <TextInput
            label={interactions.phone}
            type="tel"
            value={chosen.phone}
            error={wrong('contact.phone')}
            onChange={(event) => change({ phone: event.currentTarget.value })}
            autoComplete="off"
            withAsterisk
          />
        </div>
      )}
    </>
  );
}
