// First, since it declares the order of the cascade layers.
import '../kit/base.css';

import { type PageAddress, readPageAddress, type TreeAddress } from '../../api/index.ts';
import { type Target, targetOf } from '../../client/index.ts';
import { isAppError } from '../../errors/index.ts';
import { parseReference } from '../../oci/index.ts';
import { isNarrow } from '../kit/narrow.ts';
import { applyTheme, readTheme } from '../kit/theme.ts';
import type { Ahead } from '../state/ahead.ts';
import { readManifest } from '../state/documents.ts';
import type { Environment } from '../state/environment.ts';
import { TreeElement } from '../tree/treeView.ts';
import { drawAhead } from './drawAhead.ts';
import { createIncompleteNotice } from './incompleteNotice.ts';

/** Enough to read stored content. */
const maxDrawWaitMs = 100;
/** Limits the wait for the service worker, whose install may be slow. */
const maxInstallWaitMs = 400;

/** Exports of the main script, which takes over from the first one. */
export interface PageModule {
  startPage(platform: Omit<Environment, 'queries'>, root: HTMLElement, ahead: Ahead | undefined): void;
  loadPart(kind: PageAddress['kind']): Promise<unknown>;
}

/**
 * Opens the page. Requests the linked image and draws its tree while the main script still loads: the tree needs a tenth of its
 * code.
 */
export async function openPage(
  platform: Omit<Environment, 'queries' | 'tree'>,
  loadPage: () => Promise<PageModule>,
): Promise<void> {
  const { client, window } = platform;
  const root = window.document.getElementById('root');
  if (!root) throw new Error('the document has no element "root"');
  applyTheme(window, readTheme(window));
  // Loaded on demand, since few links have a query.
  if (window.location.search) (await import('./sharedQuery.ts')).openSharedQuery(window);
  const environment = { ...platform, tree: new TreeElement(window) };
  let notice: HTMLElement | undefined;
  const address = readPageAddress(window.location.hash);
  const target = address.kind === 'tree' ? readTarget(address.reference) : undefined;
  const ahead: Ahead | undefined = target && { ...target, fetched: client.manifest(target.where, target.asked) };
  if (ahead && address.kind === 'tree') {
    const drawn = drawWhenStored(environment, root, address, ahead, () => notice);
    await Promise.race([drawn, elapse(window, maxDrawWaitMs)]);
  }
  // On a first visit, wait for the service worker, so that images opened now are available without a network later.
  await Promise.race([client.mode, elapse(window, maxInstallWaitMs)]);
  const { startPage, loadPart } = await loadPage().catch((error: unknown) => {
    notice = createIncompleteNotice(window);
    showNotice(root, notice);
    throw error;
  });
  // Without this wait the page renders twice. If loading fails, the page reports it.
  await Promise.any([loadPart(address.kind), elapse(window, maxDrawWaitMs)]);
  startPage(environment, root, ahead);
}

/** Shows the notice next to the tree if that is drawn. */
function showNotice(root: HTMLElement, notice: HTMLElement): void {
  (root.querySelector('main') ?? root).append(notice);
}

function elapse(window: Window, delayMs: number): Promise<unknown> {
  return new Promise((resolve) => window.setTimeout(resolve, delayMs));
}

/** Draws the tree when its manifest arrives. The page reports a failure, since it awaits the same promise. */
async function drawWhenStored(
  environment: Omit<Environment, 'queries'>,
  root: HTMLElement,
  address: TreeAddress,
  ahead: Ahead,
  currentNotice: () => HTMLElement | undefined,
): Promise<void> {
  try {
    ahead.document = await readManifest(await ahead.fetched);
  } catch (error) {
    if (isAppError(error)) return;
    throw error;
  }
  const notice = currentNotice();
  // Skip the tree if the pane covers it.
  const isCovered = isNarrow(environment.window) && (address.select !== '' || address.tab !== '') && !notice;
  if (root.childElementCount > (notice ? 1 : 0) || isCovered) return;
  drawAhead(environment, root, address, ahead.document);
  if (notice) showNotice(root, notice);
}

/** Returns undefined if the text is not a reference: the page also parses other pasted text and reports errors. */
function readTarget(reference: string): Target | undefined {
  try {
    return targetOf(parseReference(reference));
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}
