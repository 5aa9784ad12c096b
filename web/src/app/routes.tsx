import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { followUpFilters } from '~/features/followups/filters';
import { importFilters } from '~/features/imports/filters';
import { reportFilters } from '~/features/reports/filters';
import { saleFilters } from '~/features/sales/filters';
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

export const router = createRouter({
  routeTree: root.addChildren([panel, followUps, sales, reports, imports, oneImport]),
  defaultPreload: 'intent',
  defaultErrorComponent: Crashed,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
