import { lazy, type ReactNode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { asAppError } from '../../errors/index.ts';
import frame from '../App.module.css';
import { EnvironmentProvider } from '../EnvironmentProvider.tsx';
import type { Environment } from '../environment.ts';
import type { ExportSubject } from '../exportDialog/exportSubject.ts';
import type { ShareAsked } from '../share/shareLinks.ts';

const ExportDialog = lazy(() =>
  import('../exportDialog/ExportDialog.tsx').then(({ ExportDialog }) => ({ default: ExportDialog })),
);
const SaveContentDialog = lazy(() =>
  import('../exportDialog/SaveContentDialog.tsx').then(({ SaveContentDialog }) => ({ default: SaveContentDialog })),
);
const ShareDialog = lazy(() =>
  import('../share/ShareDialog.tsx').then(({ ShareDialog }) => ({ default: ShareDialog })),
);

export function openExport(environment: Environment, subject: ExportSubject): void {
  openDialog(environment, (onClose) => <ExportDialog subject={subject} onClose={onClose} />);
}

/** Of what is no manifest: its bytes alone. */
export function openSave(environment: Environment, subject: ExportSubject, size: bigint | undefined): void {
  openDialog(environment, (onClose) => <SaveContentDialog subject={subject} size={size} onClose={onClose} />);
}

export function openShare(environment: Environment, asked: ShareAsked, title: string): void {
  openDialog(environment, (onClose) => <ShareDialog asked={asked} title={title} onClose={onClose} />);
}

/** In a root of its own, which ends with it: whatever opened it, a menu or the palette, is gone by then. */
function openDialog(environment: Environment, draw: (onClose: () => void) => ReactNode): void {
  const { document } = environment.window;
  const place = document.createElement('div');
  document.body.append(place);
  const root = createRoot(place, { onUncaughtError: (error) => tellFailure(place, error) });
  const close = () => {
    root.unmount();
    place.remove();
  };
  root.render(
    <EnvironmentProvider value={environment}>
      <Suspense>{draw(close)}</Suspense>
    </EnvironmentProvider>,
  );
}

/** With nothing that has to be fetched: React has taken down what failed. */
function tellFailure(place: HTMLElement, error: unknown): void {
  const { ownerDocument: document } = place;
  const dialog = document.createElement('dialog');
  dialog.className = frame.dialog ?? '';
  const words = document.createElement('p');
  words.setAttribute('role', 'alert');
  words.dataset.reason = 'internal';
  words.textContent = `This could not be drawn: ${asAppError(error).message}. Reload the page, and try again. Escape closes this.`;
  dialog.append(words);
  dialog.addEventListener('close', () => place.remove());
  place.replaceChildren(dialog);
  dialog.showModal();
}
