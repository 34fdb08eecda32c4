import type { TreeAddress } from '../../api/index.ts';
import styles from '../kit/frame.module.css';
import { isNarrow } from '../kit/narrow.ts';
import type { ManifestDocument } from '../state/documents.ts';
import type { Environment } from '../state/environment.ts';
import { rootDescriptor } from '../tree/nodes.ts';
import { isOpenAtFirst, selectedOf } from '../tree/openPaths.ts';
import { treeRows } from '../tree/tree.ts';

/** Draws the tree of a document into the place that the page will have it in. It answers once the page is there. */
export function drawAhead(
  { window, tree }: Pick<Environment, 'window' | 'tree'>,
  root: HTMLElement,
  address: TreeAddress,
  { fetched, manifest }: ManifestDocument,
): void {
  const selected = selectedOf(address, manifest);
  const rows = treeRows({
    root: { descriptor: rootDescriptor(fetched), manifest },
    isOpen: (path) => isOpenAtFirst(path, selected),
    manifestOf: () => undefined,
    blobOf: () => undefined,
    // The page asks for them next.
    referrersOf: () => (fetched.cache.hit ? undefined : { state: 'waiting' }),
    ownPlatformOf: () => undefined,
    notesOf: () => [],
  });
  tree.drawAhead({ rows, selected, isHere: () => undefined, selectsByFocus: !isNarrow(window) });
  const frame = place(window.document, 'div', styles.frame);
  const main = place(window.document, 'main', styles.split);
  const side = place(window.document, 'section', styles.tree);
  side.append(tree.element);
  main.append(side);
  frame.append(place(window.document, 'div', styles.header), main, place(window.document, 'div', styles.status));
  root.replaceChildren(frame);
}

function place(document: Document, name: string, className: string | undefined): HTMLElement {
  const element = document.createElement(name);
  element.className = className ?? '';
  return element;
}
