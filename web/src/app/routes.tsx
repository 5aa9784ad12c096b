import { createRootRoute, createRoute, createRouter, type RouteComponent } from '@tanstack/react-router';
import type { ComponentType } from 'react';
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
import { lazily } from '~/ui/lazily';
import { Crashed, NotFound, PageMissing, Pending } from './Fallbacks';
import { Frame } from './Frame';

/** By its name: its own type knows of these routes. */
const page = <T,>(load: () => Promise<T>, name: keyof T): RouteComponent =>
  lazily(() => load().then((module) => module[name] as ComponentType), PageMissing);

const root = createRootRoute({ component: Frame, notFoundComponent: NotFound, errorComponent: Crashed });

const panel = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: page(() => import('~/features/panel/PanelPage'), 'PanelPage'),
});

const followUps = createRoute({
  getParentRoute: () => root,
  path: '/follow-ups',
  validateSearch: followUpFilters,
  component: page(() => import('~/features/followups/FollowUpsPage'), 'FollowUpsPage'),
});

const clients = createRoute({
  getParentRoute: () => root,
  path: '/clients',
  validateSearch: clientFilters,
  component: page(() => import('~/features/clients/ClientsPage'), 'ClientsPage'),
});

const client = createRoute({
  getParentRoute: () => root,
  path: '/clients/$id',
  component: page(() => import('~/features/clients/ClientPage'), 'ClientPage'),
});

const attend = createRoute({
  getParentRoute: () => root,
  path: '/attend',
  validateSearch: followUpFilters,
  component: page(() => import('~/features/followups/attend/AttendPage'), 'AttendPage'),
});

const callSheet = createRoute({
  getParentRoute: () => root,
  path: '/call-sheet',
  validateSearch: followUpFilters,
  component: page(() => import('~/features/followups/sheet/CallSheetPage'), 'CallSheetPage'),
});

const interactions = createRoute({
  getParentRoute: () => root,
  path: '/interactions',
  validateSearch: interactionFilters,
  component: page(() => import('~/features/interactions/InteractionsPage'), 'InteractionsPage'),
});

const admin = createRoute({
  getParentRoute: () => root,
  path: '/admin',
  component: page(() => import('~/features/admin/AdminPage'), 'AdminPage'),
});

const adminSection = createRoute({
  getParentRoute: () => admin,
  path: '$section',
  validateSearch: adminSearch,
});

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: page(() => import('~/features/settings/SettingsPage'), 'SettingsPage'),
});

const sales = createRoute({
  getParentRoute: () => root,
  path: '/sales',
  validateSearch: saleFilters,
  component: page(() => import('~/features/sales/SalesPage'), 'SalesPage'),
});

const reports = createRoute({
  getParentRoute: () => root,
  path: '/reports',
  validateSearch: reportFilters,
  component: page(() => import('~/features/reports/ReportsPage'), 'ReportsPage'),
});

const messages = createRoute({
  getParentRoute: () => root,
  path: '/messages',
  validateSearch: messageFilters,
  component: page(() => import('~/features/messages/MessagesPage'), 'MessagesPage'),
});

const imports = createRoute({
  getParentRoute: () => root,
  path: '/imports',
  component: page(() => import('~/features/imports/ImportsPage'), 'ImportsPage'),
});

const oneImport = createRoute({
  getParentRoute: () => root,
  path: '/imports/$id',
  validateSearch: importFilters,
  component: page(() => import('~/features/imports/ImportPage'), 'ImportPage'),
});

const agenda = createRoute({
  getParentRoute: () => root,
  path: '/agenda',
  validateSearch: agendaFilters,
  component: page(() => import('~/features/agenda/AgendaPage'), 'AgendaPage'),
});

const tasks = createRoute({
  getParentRoute: () => root,
  path: '/tasks',
  validateSearch: taskFilters,
  component: page(() => import('~/features/tasks/BoardPage'), 'BoardPage'),
});

const taskReport = createRoute({
  getParentRoute: () => root,
  path: '/tasks/report',
  validateSearch: taskReportFilters,
  component: page(() => import('~/features/tasks/ReportPage'), 'ReportPage'),
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
  defaultPendingComponent: Pending,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
