import type { Texts } from '..';
import { count, grouped } from '../count';

export const panel: Pick<Texts, 'panel'> = {
  panel: {
    title: 'Panel',
    greeting: (name) => `Hello, ${name}`,
    addInteraction: 'Add interaction',
    quick: {
      label: 'Quick links',
      all: 'All tasks',
      urgent: 'Urgent activities',
      contacts: 'Contacts',
      inPreparation: 'Activities in preparation',
    },
    week: 'Follow-ups of the coming days',
    today: 'Today',
    onDay: (day: string, n: number) => `${day}: ${count(n, 'follow-up', 'follow-ups')}`,
    pending: 'Pending follow-ups',
    seeAll: 'See all',
    clients: 'Clients',
    total: 'In total',
    active: 'Active',
    newThisMonth: 'New this month',
    byType: 'By type',
    types: { lead: 'Lead', prospect: 'Prospect', customer: 'Customer', vip: 'VIP' },
    tasks: 'Tasks',
    urgent: 'Urgent',
    inPreparation: 'In preparation',
    agenda: 'Today’s agenda',
    noAgenda: 'Nothing on today’s agenda',
    anyTime: 'Any time',
    taskOverdue: 'Late',
    unknown: 'No data',
    moreTasks: (n) => `and ${grouped(n)} more`,
  },
};
