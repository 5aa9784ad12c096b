import type { Texts } from '..';

export const common: Pick<
  Texts,
  | 'product'
  | 'actions'
  | 'errors'
  | 'exports'
  | 'channels'
  | 'services'
  | 'dates'
  | 'filtering'
  | 'changed'
  | 'unsaved'
  | 'states'
  | 'methods'
  | 'people'
> = {
  product: 'Al Día',
  actions: {
    cancel: 'Cancel',
    clear: 'Clear',
    close: 'Close',
    closeNotice: 'Close notice',
    retry: 'Try again',
    save: 'Save',
    saving: 'Saving…',
    more: 'Show more',
    undo: 'Undo',
  },
  errors: {
    unexpected: 'Something went wrong',
    tryAgain: 'Try again in a moment.',
    unreachable: 'The server cannot be reached',
    checkConnection: 'Check your connection and try again.',
    notLoaded: 'Could not be loaded',
    partMissing: 'This part could not be loaded',
    partMissingMore: 'It is usually the connection. Everything else works.',
    crashed: 'This screen has stopped',
    crashedMore: 'What you saved is safe. Reload the page to go on.',
    reload: 'Reload',
    notFound: 'Nothing here',
    notFoundMore: 'This address does not exist, or has moved.',
    toPanel: 'Go to the panel',
    degraded: (services) => `Not everything is shown right now: ${services} missing.`,
  },
  exports: {
    label: 'Export',
    csv: 'CSV',
    xlsx: 'Excel (XLSX)',
    pdf: 'PDF to print',
  },
  services: {
    identity: 'users',
    contacts: 'clients',
    interactions: 'interactions',
    followups: 'follow-ups',
    tasks: 'tasks',
    notifications: 'notifications',
  },
  dates: {
    day: 'Date',
    previousMonth: 'Previous month',
    nextMonth: 'Next month',
    tomorrow: 'Tomorrow',
    inThreeDays: 'In 3 days',
    inAWeek: 'In 1 week',
    inAMonth: 'In 1 month',
  },
  filtering: {
    filters: 'Filters',
    clear: 'Clear filters',
    any: 'Any',
    anybody: 'Anybody',
    from: 'From',
    to: 'To',
    views: 'Views',
    noViews: 'Keep the filters that you use often here: choose some and give them a name.',
    viewName: 'Save these filters as',
    viewNameHint: 'For example: Mine this week',
    saveView: 'Save view',
    ownViews: 'Yours',
    branchViews: (branch: string) => `Of the branch ${branch}`,
    viewMenu: (name: string) => `Options of the view ${name}`,
    renameView: 'Rename',
    newViewName: 'Name of the view',
    keepFilters: 'Save these filters here',
    filtersKept: (name: string) => `“${name}” now has these filters`,
    shareView: (branch: string) => `Share with ${branch}`,
    viewShared: (name: string, branch: string) => `“${name}” is now of the branch ${branch}`,
    unshareView: 'Stop sharing',
    viewUnshared: (name: string) => `“${name}” is yours alone again`,
    removeView: 'Delete view',
    viewRemoved: (name: string) => `“${name}” was deleted`,
  },
  unsaved: {
    title: 'Discard what you wrote?',
    more: 'It has not been saved yet.',
    drop: 'Discard',
    stay: 'Keep writing',
  },
  changed: {
    title: 'Somebody changed it while you were writing',
    more: 'What you wrote is still here. Which version should stay?',
    mine: 'Save mine',
    theirs: 'See what the other person saved',
  },
  states: {
    overdue: 'Overdue',
    today: 'Today',
    upcoming: 'Upcoming',
    done: 'Done',
    cancelled: 'Cancelled',
  },
  channels: { in_app: 'Bell', email: 'Email', sms: 'SMS', whatsapp: 'WhatsApp' },
  methods: {
    call: 'Call',
    message: 'Message',
    email: 'E-mail',
    whatsapp: 'WhatsApp',
    meeting: 'Meeting',
    visit: 'Visit',
  },
  people: { nobody: 'Unassigned', noName: 'No name', noPhone: 'No phone' },
};
