// First, since it names the order of the layers that all other styles stand in.
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

/** What is in the content store is here sooner than this. */
const patienceMs = 100;
/** An install on a slow network is not waited for. */
const installMs = 400;

/** The part of the app that takes over from the first script. */
export interface PageModule {
  startPage(surroundings: Omit<Environment, 'queries'>, root: HTMLElement, ahead: Ahead | undefined): void;
  loadLater(kind: PageAddress['kind']): Promise<unknown>;
}

/**
 * Opens the page. What the link names is asked for, and its tree drawn, while the rest is still on its way: the tree needs
 * a tenth of the code that the page has.
 */
export async function openPage(
  surroundings: Omit<Environment, 'queries' | 'tree'>,
  loadPage: () => Promise<PageModule>,
): Promise<void> {
  const { client, window } = surroundings;
  const root = window.document.getElementById('root');
  if (!root) throw new Error('the document has no element "root"');
  applyTheme(window, readTheme(window));
  // Few links have a query, and what reads it is not waited for by others.
  if (window.location.search) (await import('./arrival.ts')).takeIn(window);
  const environment = { ...surroundings, tree: new TreeElement(window) };
  let notice: HTMLElement | undefined;
  const address = readPageAddress(window.location.hash);
  const target = address.kind === 'tree' ? readTarget(address.reference) : undefined;
  const ahead: Ahead | undefined = target && { ...target, fetched: client.manifest(target.where, target.asked) };
  if (ahead && address.kind === 'tree') {
    const drawn = drawWhenHere(environment, root, address, ahead, () => notice);
    await Promise.race([drawn, elapse(window, patienceMs)]);
  }
  // On a first visit, what is seen opens offline from the moment that the page is there.
  await Promise.race([client.mode, elapse(window, installMs)]);
  const { startPage, loadLater } = await loadPage().catch((error: unknown) => {
    notice = createIncompleteNotice(window);
    showNotice(root, notice);
    throw error;
  });
  // What is not waited for here takes the page a second drawing. Where it does not come, the page says so.
  await Promise.any([loadLater(address.kind), elapse(window, patienceMs)]);
  startPage(environment, root, ahead);
}

/** Shows the notice beside the tree, if that is drawn. */
function showNotice(root: HTMLElement, notice: HTMLElement): void {
  (root.querySelector('main') ?? root).append(notice);
}

function elapse(window: Window, delayMs: number): Promise<unknown> {
  return new Promise((resolve) => window.setTimeout(resolve, delayMs));
}

/** What fails here is said by the page, which asks the same promise. */
async function drawWhenHere(
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
  // Where the pane covers the tree, the tree is not what comes first.
  const isCovered = isNarrow(environment.window) && (address.select !== '' || address.tab !== '') && !notice;
  if (root.childElementCount > (notice ? 1 : 0) || isCovered) return;
  drawAhead(environment, root, address, ahead.document);
  if (notice) showNotice(root, notice);
}

/** Undefined where the text is no reference: the page reads what people paste, and says where it is none. */
function readTarget(reference: string): Target | undefined {
  try {
    return targetOf(parseReference(reference));
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}
