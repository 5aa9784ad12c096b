import { type ComponentType, Suspense } from 'react';
import { lazily } from '~/ui/lazily';
import { MissingAside } from '~/ui/missing';

/** One that cannot be fetched keeps none of the others back. */
function overlay(load: () => Promise<ComponentType>) {
  const Overlay = lazily(load, MissingAside);
  return () => (
    <Suspense>
      <Overlay />
    </Suspense>
  );
}

// Asked for after the first paint. A dialog comes whole, so that it finds its first field to give it the focus.
const InteractionModal = overlay(() =>
  import('~/features/interactions/InteractionModal').then((module) => module.InteractionModal),
);
const ClientDrawer = overlay(() =>
  import('~/features/clients/ClientDrawer').then((module) => module.ClientDrawer),
);
const ClientDialogs = overlay(() =>
  import('~/features/clients/ClientDialogs').then((module) => module.ClientDialogs),
);
const FollowUpDialogs = overlay(() =>
  import('~/features/followups/FollowUpDialogs').then((module) => module.FollowUpDialogs),
);
const CorrectionModal = overlay(() =>
  import('~/features/interactions/CorrectionModal').then((module) => module.CorrectionModal),
);
const TagModal = overlay(() => import('~/features/tags/TagModal').then((module) => module.TagModal));
const SaleDrawer = overlay(() => import('~/features/sales/SaleDrawer').then((module) => module.SaleDrawer));
const NewSaleModal = overlay(() =>
  import('~/features/sales/NewSaleModal').then((module) => module.NewSaleModal),
);
const TaskModal = overlay(() => import('~/features/tasks/TaskModal').then((module) => module.TaskModal));

const Tips = overlay(() => import('~/ui/Tips').then((module) => module.Tips));

/** What can be opened over any page. */
export const Overlays = () => (
  <>
    <ClientDrawer />
    <ClientDialogs />
    <FollowUpDialogs />
    <InteractionModal />
    <CorrectionModal />
    <TagModal />
    <SaleDrawer />
    <NewSaleModal />
    <TaskModal />
    <Tips />
  </>
);
