import { lazy, Suspense } from 'react';

// Asked for after the first paint. A dialog comes whole, so that it finds its first field to give it the focus.
const InteractionModal = lazy(() =>
  import('~/features/interactions/InteractionModal').then((module) => ({ default: module.InteractionModal })),
);
const CorrectionModal = lazy(() =>
  import('~/features/interactions/CorrectionModal').then((module) => ({ default: module.CorrectionModal })),
);

const TagModal = lazy(() =>
  import('~/features/tags/TagModal').then((module) => ({ default: module.TagModal })),
);

/** What can be opened over any page. */
export function Overlays() {
  return (
    <Suspense>
      <InteractionModal />
      <CorrectionModal />
      <TagModal />
    </Suspense>
  );
}
