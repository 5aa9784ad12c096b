import type { Texts } from '..';

export const tags: Pick<Texts, 'tags' | 'colors' | 'stale'> = {
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
  colors: {
    other: 'Another color',
    named: {
      red: 'Red',
      orange: 'Orange',
      amber: 'Amber',
      green: 'Green',
      teal: 'Teal',
      cyan: 'Cyan',
      blue: 'Blue',
      violet: 'Violet',
      magenta: 'Magenta',
      pink: 'Pink',
      brown: 'Brown',
      gray: 'Gray',
    },
  },
  stale: {
    title: 'Somebody changed it meanwhile',
    more: 'What you wrote is still here. You can save it over theirs, or see what they left.',
    overwrite: 'Save mine',
    reload: 'See the latest',
  },
};
