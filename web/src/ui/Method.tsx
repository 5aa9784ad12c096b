import {
  IconBrandWhatsapp,
  IconBuilding,
  IconMail,
  IconMessage,
  IconPhone,
  IconUsers,
} from '@tabler/icons-react';
import { type Texts, useTexts } from '~/i18n';
import classes from './Method.module.css';

type Name = keyof Texts['methods'];

export const METHOD_ICONS: Record<Name, typeof IconPhone> = {
  call: IconPhone,
  message: IconMessage,
  email: IconMail,
  whatsapp: IconBrandWhatsapp,
  meeting: IconUsers,
  visit: IconBuilding,
};

/** How somebody was reached. */
export function Method({ method }: { method: string }) {
  const texts = useTexts();
  const name = method as Name;
  const Icon = METHOD_ICONS[name];
  return (
    <span className={classes.method}>
      <Icon size={16} stroke={1.8} aria-hidden /> {texts.methods[name]}
    </span>
  );
}
