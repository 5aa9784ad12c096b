import type { Texts } from '..';

export const bell: Pick<Texts, 'bell'> = {
  bell: {
    title: 'Notices',
    unread: (n) => (n === 1 ? '1 unread notice' : `${n} unread notices`),
    allRead: 'No new notices',
    readAll: 'Mark all as read',
    new: 'Unread',
    empty: 'Nothing here',
    emptyMore:
      'We will tell you when something becomes overdue, a task is assigned to you or a reminder comes.',
    gone: 'What it is about no longer exists',
    goneMore: 'It may have been deleted, or is no longer of your branches.',
  },
};
