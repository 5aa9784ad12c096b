import { lazy, Suspense } from 'react';

// Asked for after the first paint. A dialog comes whole, so that it finds its first field to give it the focus.
const InteractionModal = lazy(() =>
  import('~/features/interactions/InteractionModal').then((module) => ({ default: module.InteractionModal })),
);
const ClientDrawer = lazy(() =>
  import('~/features/clients/ClientDrawer').then((module) => ({ default: module.ClientDrawer })),
);
const ClientDialogs = lazy(() =>
  import('~/features/clients/ClientDialogs').then((module) => ({ default: module.ClientDialogs })),
);
const FollowUpDialogs = lazy(() =>
  import('~/features/followups/FollowUpDialogs').then((module) => ({ default: module.FollowUpDialogs })),
);
const CorrectionModal = lazy(() =>
  import('~/features/interactions/CorrectionModal').then((module) => ({ default: module.CorrectionModal })),
);
const TagModal = lazy(() =>
  import('~/features/tags/TagModal').then((module) => ({ default: module.TagModal })),
);
const SaleDrawer = lazy(() =>
  import('~/features/sales/SaleDrawer').then((module) => ({ default: module.SaleDrawer })),
);
const NewSaleModal = lazy(() =>
  import('~/features/sales/NewSaleModal').then((module) => ({ default: module.NewSaleModal })),
);
const TaskModal = lazy(() =>
  import('~/features/tasks/TaskModal').then((module) => ({ default: module.TaskModal })),
);

/** What can be opened over any page. */
export function Overlays() {
  return (
    <Suspense>
      <ClientDrawer />
      <ClientDialogs />
      <FollowUpDialogs />
      <InteractionModal />
      <CorrectionModal />
      <TagModal />
      <SaleDrawer />
      <NewSaleModal />
      <TaskModal />
    </Suspense>
  );
}
