import type { Texts } from '..';

export const fields: Pick<Texts, 'checkList' | 'colors' | 'stale'> = {
  checkList: { search: 'Search by name', nothingFound: 'Nothing with that filter' },
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
