import { type Icon, IconChecklist, IconPhonePlus, IconUserPlus } from '@tabler/icons-react';
import { openNewClient } from '~/features/clients/open';
import { openInteraction } from '~/features/interactions/open';
import { openNewTask } from '~/features/tasks/open';

/** What the palette can begin from any page. */
export const COMMANDS = [
  { text: 'newInteraction', keys: 'n', Icon: IconPhonePlus, act: () => openInteraction() },
  { text: 'newClient', keys: '', Icon: IconUserPlus, act: openNewClient },
  { text: 'newTask', keys: '', Icon: IconChecklist, act: () => openNewTask() },
] as const satisfies { text: string; keys: string; Icon: Icon; act: () => void }[];
