import { lazy, Suspense } from 'react';
import type { Where } from '../client/index.ts';
import type { AppError } from '../errors/index.ts';

const loadPanel = () => import('./ErrorPanel.tsx').then(({ ErrorPanel }) => ({ default: ErrorPanel }));
const ErrorPanel = lazy(loadPanel);

/** A failure that leaves nothing else to be shown. Its words are fetched apart: most pages never need them. */
export function ErrorPage(props: {
  readonly error: AppError;
  readonly where: Where | undefined;
  readonly onRetry: () => void;
}) {
  return (
    <Suspense>
      <ErrorPanel {...props} isPage />
    </Suspense>
  );
}

/** Fetches the words while there is a network, since a lost network is what they may have to tell of. */
export function preloadErrorPage(): void {
  loadPanel().catch(() => undefined);
}
