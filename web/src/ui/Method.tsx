import { Group } from '@mantine/core';
import {
  IconBrandWhatsapp,
  IconBuilding,
  IconMail,
  IconMessage,
  IconPhone,
  IconUsers,
} from '@tabler/icons-react';
import { type Texts, useTexts } from '~/i18n';

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
    <Group gap={6} wrap="nowrap">
      <Icon size={16} stroke={1.8} color="var(--ink-3)" aria-hidden /> {texts.methods[name]}
    </Group>
  );
}
