import { IconBrandWhatsapp } from '@tabler/icons-react';
import { useWhatsApp, type Writing } from '~/features/messages/open';
import { useTexts } from '~/i18n';
import cells from '~/ui/cells.module.css';
import { IconLink } from '~/ui/IconButton';
import { readablePhone } from '~/ui/phone';
import classes from './Clients.module.css';

interface Reachable {
  branch_id: string;
  name: string | null;
  phone: string | null;
}

interface Props {
  person: Reachable;
  /** As whom what was written to them is logged. */
  contact?: Writing;
}

/** A number to call or to write to. */
export function PhoneLine({ person, contact }: Props) {
  const { clients, people } = useTexts();
  const { phone } = person;
  if (!phone) return <p className={classes.noPhone}>{people.noPhone}</p>;
  return (
    <div className={cells.line}>
      <a className={classes.phone} href={`tel:${phone}`}>
        <span className={classes.hidden}>{clients.callTo(person.name ?? '')} </span>
        {readablePhone(phone)}
      </a>
      <WhatsApp person={person} contact={contact} size={24} />
    </div>
  );
}

interface WhatsAppProps extends Props {
  size: 24 | 36 | 42;
  look?: 'framed';
}

export function WhatsApp({ person, contact, size, look }: WhatsAppProps) {
  const { clients } = useTexts();
  const { href, ask } = useWhatsApp(person, person.branch_id, contact);
  if (!href) return null;
  const label = clients.whatsappTo(person.name ?? '');
  return (
    <IconLink href={href} size={size} look={look} tip={label} aria-label={label} onClick={ask}>
      <IconBrandWhatsapp size={size * 0.5 + 4} stroke={1.7} aria-hidden />
    </IconLink>
  );
}
