import { Link } from '@tanstack/react-router';
import type { MouseEvent } from 'react';
import type { Schemas } from '~/api/client';
import { useTexts } from '~/i18n';
import { usePhone } from '~/ui/usePhone';
import classes from './ClientName.module.css';
import { openClient } from './opened';

interface Props {
  client: Pick<Schemas['ClientRef'], 'id' | 'name'>;
  className?: string;
}

/** A client's name, which leads to the profile; as a link it can be opened in another tab as well. */
export function ClientName({ client, className }: Props) {
  const { people } = useTexts();
  const phone = usePhone();
  function clicked(event: MouseEvent) {
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
    if (phone || elsewhere) return;
    event.preventDefault();
    openClient(client.id);
  }
  const name = client.name ?? people.noName;
  return (
    <Link
      to="/clients/$id"
      params={{ id: client.id }}
      preload={false}
      className={`${classes.name} ${className ?? ''}`}
      title={name}
      onClick={clicked}
    >
      {name}
    </Link>
  );
}
