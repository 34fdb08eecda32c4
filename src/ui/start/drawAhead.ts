import type { TreeAddress } from '../../api/index.ts';
import { formatPageAddress } from '../../api/index.ts';
import type { Fetched } from '../../client/index.ts';
import { type ImageConfig, parseReference } from '../../oci/index.ts';
import frameStyles from '../kit/frame.module.css';
import { makeElement } from '../kit/makeElement.ts';
import { isNarrow } from '../kit/narrow.ts';
import type { ManifestDocument } from '../state/documents.ts';
import type { Environment } from '../state/environment.ts';
import { crumbsOf, headOf } from '../summary/headOf.ts';
import styles from '../summary/Summary.module.css';
import { factsElement, summaryElement } from '../summary/summaryElement.ts';
import { summaryOf } from '../summary/summaryOf.ts';
import { readConfig } from '../tree/layerNotes.ts';
import { hasImageConfig, rootDescriptor } from '../tree/nodes.ts';
import { isOpenAtFirst, selectedOf } from '../tree/openPaths.ts';
import { paneTitle, platformFact } from '../tree/titles.ts';
import { type TreeSource, treeRows } from '../tree/tree.ts';
import { walkTo } from '../tree/walk.ts';

type Parts = Pick<Environment, 'window' | 'tree' | 'now'>;

/** The frame of the page with the tree of an image, drawn before the page's scripts have run. */
export interface AheadFrame {
  /** Draws the title, the first facts and the summary, if the page will show these. */
  drawContent(config: Fetched): void;
}

/** Draws the frame and the tree of a document where the page will have them. The tree reacts to input once the page is rendered. */
export function drawAhead(
  parts: Parts,
  root: HTMLElement,
  address: TreeAddress,
  document: ManifestDocument,
): AheadFrame {
  const { window, tree } = parts;
  const { fetched, manifest } = document;
  const selected = selectedOf(address, manifest);
  const source: TreeSource = {
    root: { descriptor: rootDescriptor(fetched), manifest },
    isOpen: (path) => isOpenAtFirst(path, selected, manifest),
    manifestOf: () => undefined,
    blobOf: () => undefined,
    // The page requests them next.
    referrersOf: () => (fetched.cache.hit ? undefined : { state: 'waiting' }),
    ownPlatformOf: () => undefined,
    notesOf: () => [],
  };
  const isCovered = isNarrow(window);
  tree.drawAhead({ rows: treeRows(source), selected, isStored: () => undefined, selectsByFocus: !isCovered });
  const make = (name: string, className: string | undefined, ...children: readonly (Node | string)[]) =>
    makeElement(window.document, name, className, ...children);
  const pane = make('section', frameStyles.pane);
  const side = make('section', frameStyles.tree, tree.element);
  const main = make(
    'main',
    frameStyles.split,
    ...(isCovered ? [pane] : [side, make('div', frameStyles.divider), pane]),
  );
  root.replaceChildren(
    make('div', frameStyles.frame, make('div', frameStyles.header), main, make('div', frameStyles.status)),
  );
  return {
    drawContent: (fetchedConfig) => {
      const read = readConfig(fetchedConfig);
      if (selected !== '' || address.tab !== '' || !hasImageConfig(manifest) || !('config' in read)) return;
      pane.replaceChildren(contentElement(parts, source, address, document, read.config));
    },
  };
}

function contentElement(
  { window, now }: Parts,
  source: TreeSource,
  address: TreeAddress,
  { fetched, manifest }: ManifestDocument,
  config: ImageConfig,
): HTMLElement {
  const make = (name: string, className: string | undefined, ...children: readonly (Node | string)[]) =>
    makeElement(window.document, name, className, ...children);
  const reference = parseReference(address.reference);
  const walk = walkTo(source, '');
  const platform = platformFact(walk.steps, config);
  const { parents, last } = crumbsOf(reference);
  const { digest } = fetched;
  const sections = summaryOf({
    manifest,
    config,
    descriptor: undefined,
    statedBy: '',
    configHref: formatPageAddress({ ...address, tab: 'config' }),
    nowMs: now(),
  });
  return make(
    'article',
    styles.pane,
    make(
      'header',
      styles.head,
      make('nav', styles.crumbs, parents.map((part) => `${part} / `).join(''), make('b', undefined, last)),
      make('div', styles.titleLine, make('h1', undefined, paneTitle(walk, platform))),
    ),
    make('div', styles.headFacts, factsElement(window.document, headOf({ digest, reference, manifest, platform }))),
    make('div', styles.tabs),
    make('div', styles.panel, summaryElement(window.document, sections)),
  );
}
