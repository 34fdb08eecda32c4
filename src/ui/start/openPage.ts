// First, since it declares the order of the cascade layers.
import '../kit/base.css';

import { type PageAddress, readPageAddress, type TreeAddress } from '../../api/index.ts';
import { type Target, targetOf } from '../../client/index.ts';
import { isAppError } from '../../errors/index.ts';
import { isDigest, parseReference } from '../../oci/index.ts';
import { applyTheme, readTheme } from '../kit/theme.ts';
import type { Ahead } from '../state/ahead.ts';
import { readManifest } from '../state/documents.ts';
import type { Environment } from '../state/environment.ts';
import { hasImageConfig } from '../tree/nodes.ts';
import { TreeElement } from '../tree/treeView.ts';
import { drawAhead } from './drawAhead.ts';
import { createIncompleteNotice } from './incompleteNotice.ts';

/** A slower registry does not hold up the frame of the page. */
const maxDrawWaitMs = 400;

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
  loadPage: (kind: PageAddress['kind']) => Promise<PageModule>,
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
  const ahead = target && requestAhead(client, target);
  if (ahead && address.kind === 'tree') {
    // Loading the page's scripts first would delay the first content by half.
    const drawn = drawWhenParsed(environment, root, address, ahead, () => notice);
    await Promise.race([drawn, elapse(window, maxDrawWaitMs)]);
  }
  const { startPage, loadPart } = await loadPage(address.kind).catch((error: unknown) => {
    notice = createIncompleteNotice(window);
    showNotice(root, notice);
    throw error;
  });
  // Without this wait the page renders twice. If loading fails, the page reports it.
  await loadPart(address.kind).catch(() => undefined);
  startPage(environment, root, ahead);
  await settled(ahead);
  whenIdle(window, () => client.drawn());
}

/** Resolves when the linked manifest and its config have been answered. */
async function settled(ahead: Ahead | undefined): Promise<void> {
  await ahead?.parsed.catch(() => undefined);
  await ahead?.config?.catch(() => undefined);
}

/** Calls back when the page has rendered. Safari has no idle callbacks. */
function whenIdle(window: Window & { requestIdleCallback?: Window['requestIdleCallback'] }, run: () => void): void {
  if (window.requestIdleCallback) window.requestIdleCallback(run);
  else window.setTimeout(run, 100);
}

/** Requests the linked manifest, and its config as soon as it is parsed. */
function requestAhead(client: Environment['client'], target: Target): Ahead {
  const fetched = client.manifest(target.where, target.asked);
  const parsed = fetched.then(readManifest);
  const ahead: Ahead = { ...target, fetched, parsed };
  parsed.then(
    (document) => {
      const { manifest } = document;
      ahead.document = document;
      if (ahead.isTaken) return;
      if (hasImageConfig(manifest) && manifest.config.data === undefined && isDigest(manifest.config.digest))
        ahead.config = client.blob(target.where, manifest.config.digest);
      // The page awaits the same promise and reports its failure.
      ahead.config?.catch(() => undefined);
    },
    () => undefined,
  );
  return ahead;
}

/** Shows the notice next to the tree if that is drawn. */
function showNotice(root: HTMLElement, notice: HTMLElement): void {
  (root.querySelector('main') ?? root).append(notice);
}

function elapse(window: Window, delayMs: number): Promise<unknown> {
  return new Promise((resolve) => window.setTimeout(resolve, delayMs));
}

/** Draws the tree when its manifest is parsed, and the first content when its config is. The page reports failures, since it awaits the same promises. */
async function drawWhenParsed(
  environment: Omit<Environment, 'queries'>,
  root: HTMLElement,
  address: TreeAddress,
  ahead: Ahead,
  currentNotice: () => HTMLElement | undefined,
): Promise<void> {
  const document = await ahead.parsed.catch((error: unknown) => {
    if (isAppError(error)) return undefined;
    throw error;
  });
  if (!document) return;
  const notice = currentNotice();
  if (root.childElementCount > (notice ? 1 : 0)) return;
  const frame = drawAhead(environment, root, address, document);
  if (notice) showNotice(root, notice);
  const config = await ahead.config?.catch(() => undefined);
  if (config && !ahead.isTaken) frame.drawContent(config);
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
