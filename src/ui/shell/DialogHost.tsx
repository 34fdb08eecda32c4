import { lazy, type ReactNode, Suspense, useContext, useEffect } from 'react';
import { DialogContext, type DialogRequest } from '../actions/dialogs.ts';
import { Boundary } from '../kit/Boundary.tsx';
import { useStore } from '../kit/createStore.ts';
import { Dialog } from '../kit/Dialog.tsx';
import { renderFailureMessages } from '../messages/shell.ts';

const ExportDialog = lazy(() =>
  import('../transfer/export/ExportDialog.tsx').then(({ ExportDialog }) => ({ default: ExportDialog })),
);
const SaveContentDialog = lazy(() =>
  import('../transfer/export/SaveContentDialog.tsx').then(({ SaveContentDialog }) => ({ default: SaveContentDialog })),
);
const ShareDialog = lazy(() =>
  import('../transfer/share/ShareDialog.tsx').then(({ ShareDialog }) => ({ default: ShareDialog })),
);
const OfflineDialog = lazy(() =>
  import('../offline/OfflineDialog.tsx').then(({ OfflineDialog }) => ({ default: OfflineDialog })),
);

/** Renders the dialog that an action opened, until it is closed or another page is shown. */
export function DialogHost({ page }: { readonly page: string }) {
  const store = useContext(DialogContext);
  const request = useStore(store);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the page is another
  useEffect(() => () => store.set(undefined), [store, page]);
  if (!request) return null;
  const close = () => store.set(undefined);
  return (
    <Boundary
      fallback={(error) => (
        <Dialog title={renderFailureMessages.title} hasCloseButton onClose={close}>
          <p role="alert" data-reason={error.reason ?? 'internal'}>
            {renderFailureMessages.dialog(error.message)}
          </p>
        </Dialog>
      )}
    >
      <Suspense>{render(request, close)}</Suspense>
    </Boundary>
  );
}

function render(request: DialogRequest, onClose: () => void): ReactNode {
  switch (request.kind) {
    case 'export':
      return <ExportDialog subject={request.subject} onClose={onClose} />;
    case 'save':
      return <SaveContentDialog subject={request.subject} size={request.size} onClose={onClose} />;
    case 'share':
      return <ShareDialog options={request.options} title={request.title} onClose={onClose} />;
    case 'offline':
      return <OfflineDialog target={request.target} onClose={onClose} />;
  }
}
