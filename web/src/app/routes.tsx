import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { adminSearch } from '~/features/admin/search';
import { clientFilters } from '~/features/clients/filters';
import { followUpFilters } from '~/features/followups/filters';
import { interactionFilters } from '~/features/interactions/filters';
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
