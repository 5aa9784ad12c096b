import { lazy, Suspense } from 'react';

// Asked for after the first paint. A dialog comes whole, so that it finds its first field to give it the focus.
const InteractionModal = lazy(() =>
  import('~/features/interactions/InteractionModal').then((module) => ({ default: module.InteractionModal })),
);
const SaleDrawer = lazy(() =>
  import('~/features/sales/SaleDrawer').then((module) => ({ default: module.SaleDrawer })),
);
const NewSaleModal = lazy(() =>
  import('~/features/sales/NewSaleModal').then((module) => ({ default: module.NewSaleModal })),
);

/** What can be opened over any page. */
export function Overlays() {
  return (
    <Suspense>
      <InteractionModal />
      <SaleDrawer />
      <NewSaleModal />
    </Suspense>
  );
}
