import { IconPhonePlus, IconUser } from '@tabler/icons-react';
import type { Schemas } from '~/api/client';
import { openInteraction } from '~/features/interactions/open';
import { useTexts } from '~/i18n';
import cells from '~/ui/cells.module.css';
import { IconButton } from '~/ui/IconButton';
import { openClient } from './opened';

export function RowActions({ client }: { client: Schemas['ClientRef'] }) {
  const { clients, people } = useTexts();
  const name = client.name ?? people.noName;
  return (
    <div className={cells.line}>
      <IconButton
        tip={`${clients.addInteraction} (I)`}
        aria-label={clients.addInteractionWith(name)}
        onClick={() => openInteraction({ id: client.id, name: client.name, phone: client.phone })}
      >
        <IconPhonePlus size={18} stroke={1.8} aria-hidden />
      </IconButton>
      <IconButton
        tip={`${clients.open} (V)`}
        aria-label={clients.openOf(name)}
        onClick={() => openClient(client.id)}
      >
        <IconUser size={18} stroke={1.8} aria-hidden />
      </IconButton>
    </div>
  );
}
