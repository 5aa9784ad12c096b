import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { adminSearch } from '~/features/admin/search';
import { agendaFilters } from '~/features/agenda/filters';
import { clientFilters } from '~/features/clients/filters';
import { followUpFilters } from '~/features/followups/filters';
import { importFilters } from '~/features/imports/filters';
import { interactionFilters } from '~/features/interactions/filters';
import { messageFilters } from '~/features/messages/filters';
import { reportFilters } from '~/features/reports/filters';
import { saleFilters } from '~/features/sales/filters';
import { taskFilters, reportFilters as taskReportFilters } from '~/features/tasks/filters';
import { Crashed, NotFound } from './Fallbacks';
import { Frame } from './Frame';

const root = createRootRoute({ component: Frame, notFoundComponent: NotFound, errorComponent: Crashed });

const panel = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('~/features/panel/PanelPage'), 'PanelPage'),
});

const followUps = createRoute({
  getParentRoute: () => root,
  path: '/follow-ups',
  validateSearch: followUpFilters,
  component: lazyRouteComponent(() => import('~/features/followups/FollowUpsPage'), 'FollowUpsPage'),
});

const clients = createRoute({
  getParentRoute: () => root,
  path: '/clients',
  validateSearch: clientFilters,
  component: lazyRouteComponent(() => import('~/features/clients/ClientsPage'), 'ClientsPage'),
});

const client = createRoute({
  getParentRoute: () => root,
  path: '/clients/$id',
  component: lazyRouteComponent(() => import('~/features/clients/ClientPage'), 'ClientPage'),
});

const attend = createRoute({
  getParentRoute: () => root,
  path: '/attend',
  validateSearch: followUpFilters,
  component: lazyRouteComponent(() => import('~/features/followups/attend/AttendPage'), 'AttendPage'),
});

const callSheet = createRoute({
  getParentRoute: () => root,
  path: '/call-sheet',
  validateSearch: followUpFilters,
  component: lazyRouteComponent(() => import('~/features/followups/sheet/CallSheetPage'), 'CallSheetPage'),
});

const interactions = createRoute({
  getParentRoute: () => root,
  path: '/interactions',
  validateSearch: interactionFilters,
  component: lazyRouteComponent(() => import('~/features/interactions/InteractionsPage'), 'InteractionsPage'),
});

const admin = createRoute({
  getParentRoute: () => root,
  path: '/admin',
  component: lazyRouteComponent(() => import('~/features/admin/AdminPage'), 'AdminPage'),
});

const adminSection = createRoute({
  getParentRoute: () => admin,
  path: '$section',
  validateSearch: adminSearch,
});

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('~/features/settings/SettingsPage'), 'SettingsPage'),
});

const sales = createRoute({
  getParentRoute: () => root,
  path: '/sales',
  validateSearch: saleFilters,
  component: lazyRouteComponent(() => import('~/features/sales/SalesPage'), 'SalesPage'),
});

const reports = createRoute({
  getParentRoute: () => root,
  path: '/reports',
  validateSearch: reportFilters,
  component: lazyRouteComponent(() => import('~/features/reports/ReportsPage'), 'ReportsPage'),
});

const messages = createRoute({
  getParentRoute: () => root,
  path: '/messages',
  validateSearch: messageFilters,
  component: lazyRouteComponent(() => import('~/features/messages/MessagesPage'), 'MessagesPage'),
});

const imports = createRoute({
  getParentRoute: () => root,
  path: '/imports',
  component: lazyRouteComponent(() => import('~/features/imports/ImportsPage'), 'ImportsPage'),
});

const oneImport = createRoute({
  getParentRoute: () => root,
  path: '/imports/$id',
  validateSearch: importFilters,
  component: lazyRouteComponent(() => import('~/features/imports/ImportPage'), 'ImportPage'),
});

const agenda = createRoute({
  getParentRoute: () => root,
  path: '/agenda',
  validateSearch: agendaFilters,
  component: lazyRouteComponent(() => import('~/features/agenda/AgendaPage'), 'AgendaPage'),
});

const tasks = createRoute({
  getParentRoute: () => root,
  path: '/tasks',
  validateSearch: taskFilters,
  component: lazyRouteComponent(() => import('~/features/tasks/BoardPage'), 'BoardPage'),
});

const taskReport = createRoute({
  getParentRoute: () => root,
  path: '/tasks/report',
  validateSearch: taskReportFilters,
  component: lazyRouteComponent(() => import('~/features/tasks/ReportPage'), 'ReportPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    panel,
    followUps,
    attend,
    callSheet,
    interactions,
    admin.addChildren([adminSection]),
    settings,
    clients,
    client,
    agenda,
    tasks,
    taskReport,
    sales,
    messages,
    reports,
    imports,
    oneImport,
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: Crashed,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
