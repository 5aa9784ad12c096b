import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { followUpFilters } from '~/features/followups/filters';
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

export const router = createRouter({
  routeTree: root.addChildren([panel, followUps, sales]),
  defaultPreload: 'intent',
  defaultErrorComponent: Crashed,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
