import type { Texts } from '..';

export const tags: Pick<Texts, 'tags'> = {
  tags: {
    lead: 'Colored words to sort clients by.',
    add: 'New tag',
    title: (name) => `Change ${name}`,
    name: 'Name',
    color: 'Color',
    example: 'It looks like this',
    empty: 'There are no tags yet',
    emptyMore: 'For example “Prefers WhatsApp” or “Price-sensitive”.',
    clients: 'See its clients',
    removeTitle: (name) => `Delete the tag ${name}`,
    removeMore: 'It is taken off all clients that have it. This cannot be undone.',
    saved: (name) => `Tag ${name} saved`,
    removed: (name) => `Tag ${name} deleted`,
  },
};
