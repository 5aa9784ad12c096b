import type { Texts } from '~/i18n';
import { useTexts } from '~/i18n';
import classes from './Clients.module.css';

/** What a client is to the house; its colors are none of those that states have. */
export function TypeBadge({ type }: { type: keyof Texts['clients']['types'] }) {
  return (
    <span className={classes.type} data-type={type}>
      {useTexts().clients.types[type]}
    </span>
  );
}
