import type { TreeAddress } from '../../api/index.ts';
import styles from '../kit/frame.module.css';
import { isNarrow } from '../kit/narrow.ts';
import type { ManifestDocument } from '../state/documents.ts';
import type { Environment } from '../state/environment.ts';
import { rootDescriptor } from '../tree/nodes.ts';
import { isOpenAtFirst, selectedOf } from '../tree/openPaths.ts';
import { treeRows } from '../tree/tree.ts';

/** Renders the tree of a document where the page will have it. It reacts to input once the page is rendered. */
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
    // The page requests them next.
    referrersOf: () => (fetched.cache.hit ? undefined : { state: 'waiting' }),
    ownPlatformOf: () => undefined,
    notesOf: () => [],
  });
  tree.drawAhead({ rows, selected, isStored: () => undefined, selectsByFocus: !isNarrow(window) });
  const frame = create(window.document, 'div', styles.frame);
  const main = create(window.document, 'main', styles.split);
  const side = create(window.document, 'section', styles.tree);
  side.append(tree.element);
  main.append(side);
  frame.append(create(window.document, 'div', styles.header), main, create(window.document, 'div', styles.status));
  root.replaceChildren(frame);
}

function create(document: Document, name: string, className: string | undefined): HTMLElement {
  const element = document.createElement(name);
  element.className = className ?? '';
  return element;
}
