import { useContext, useEffect, useRef } from 'react';
import { localStorageOf } from '../../client/index.ts';
import { ActionsContext, type OpenImage } from '../actions/actions.ts';
import { savedImageOf } from '../image/savedImageOf.ts';
import { parseSavedImages, putFirst, recents, type SavedImage, writeSavedImages } from '../saved/savedImages.ts';
import { useEnvironment } from '../state/environment.ts';
import { rootOf } from '../state/rootDocument.ts';
import type { ImageTree } from '../state/useImageTree.ts';
import { layerNotes } from '../tree/layerNotes.ts';

/** Adds an open image to the recent images and actions it to the command palette. */
export function RecordRecentImage({
  tree,
  onSelect,
}: {
  readonly tree: ImageTree;
  readonly onSelect: OpenImage['select'];
}) {
  const { window, now } = useEnvironment();
  const actions = useContext(ActionsContext);
  const opened = savedImageOf(tree, now());
  const latest = useRef(opened);
  latest.current = opened;
  const facts = JSON.stringify({ ...opened, atMs: 0 });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the image is recorded again if a fact changes
  useEffect(() => {
    const storage = localStorageOf(window);
    const known = parseSavedImages(storage.read(recents.key), recents);
    writeSavedImages(storage, recents, putFirst(known, { ...latest.current, atMs: now() }));
    window.dispatchEvent(new Event(recents.key));
  }, [window, now, facts]);
  useEffect(() => {
    actions.image.set(openImage(tree, opened, onSelect));
  });
  useEffect(() => () => actions.image.set(undefined), [actions]);
  return null;
}

function openImage(tree: ImageTree, opened: SavedImage, select: OpenImage['select']): OpenImage {
  const { where, rows, toggle, walk } = tree;
  const source: OpenImage['source'] = {
    root: rootOf(tree.root),
    isOpen: () => true,
    manifestOf: (node) => {
      const document = tree.documentOf(node);
      return document && { state: 'ready', value: document.manifest };
    },
    blobOf: () => undefined,
    referrersOf: (node) => {
      const loaded = tree.referrersOf(node);
      return loaded?.state === 'ready' ? { state: 'ready', value: loaded.value.descriptors } : undefined;
    },
    ownPlatformOf: tree.ownPlatformOf,
    notesOf: (manifest) => layerNotes(manifest, tree.configOf(manifest)),
  };
  const selected = walk.end === 'found' ? walk.steps.at(-1)?.node : undefined;
  return { saved: opened, repository: where, source, rows, selected, configOf: tree.configOf, select, toggle };
}
