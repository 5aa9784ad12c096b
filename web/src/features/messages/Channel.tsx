import { Group } from '@mantine/core';
import { IconBell, IconBrandWhatsapp, IconDeviceMobileMessage, IconMail } from '@tabler/icons-react';
import { useTexts } from '~/i18n';
import type { Delivery } from './filters';

export const CHANNEL_ICONS = {
  in_app: IconBell,
  email: IconMail,
  sms: IconDeviceMobileMessage,
  whatsapp: IconBrandWhatsapp,
};

/** By which way a message goes. */
export function Channel({ channel }: { channel: Delivery['channel'] }) {
  const { channels } = useTexts();
  const Icon = CHANNEL_ICONS[channel];
  return (
    <Group gap={6} wrap="nowrap">
      <Icon size={16} stroke={1.8} color="var(--ink-3)" aria-hidden /> {channels[channel]}
    </Group>
  );
}
