import { useEffect } from 'react';
import { type ArchivedImage, treeAddress } from '../../../api/index.ts';
import { localStorageOf } from '../../../client/index.ts';
import { useStore } from '../../kit/createStore.ts';
import { iconOf, imageTitle } from '../../messages/imports.ts';
import { parseSavedImages, putFirst, recents, type SavedImage, writeSavedImages } from '../../saved/savedImages.ts';
import { syncGcRootsNow } from '../../saved/syncGcRoots.ts';
import { type Environment, useEnvironment } from '../../state/environment.ts';
import { incomingEvent, takeIncoming } from '../../state/incoming.ts';
import { useNavigation } from '../../state/navigation.ts';
import { storeChanged } from '../../state/storeChanged.ts';
import { ImportRun, type ImportState } from './importRun.ts';
import { readSource } from './importSource.ts';

/** One instance per client, so that an import outlives the page that shows it. */
const runs = new WeakMap<Environment['client'], ImportRun>();
/** Maximum images of one archive on the recent list, so that they do not replace all others. */
const maxRecent = 20;

/** Returns the import of this page and its state. Dropped and pasted files start one. */
export function useImport(): { readonly run: ImportRun; readonly state: ImportState } {
  const environment = useEnvironment();
  const { go } = useNavigation();
  const { client, window, now } = environment;
  const run =
    runs.get(client) ?? new ImportRun({ client, now, onDone: (done) => refreshAfterImport(environment, done) });
  runs.set(client, run);
  const state = useStore(run.state);
  useEffect(() => {
    const openIncoming = () => {
      const items = takeIncoming();
      if (items.length > 0) void run.open(readSource(items));
    };
    openIncoming();
    window.addEventListener(incomingEvent, openIncoming);
    return () => window.removeEventListener(incomingEvent, openIncoming);
  }, [window, run]);
  useEffect(() => {
    if (state.step !== 'done' || state.archive.form !== 'document') return;
    const [first] = state.result.images;
    if (first === undefined) return;
    run.reset();
    go(treeAddress(first), { replace: true });
  }, [run, state, go]);
  return { run, state };
}

/** Adds imported images to the recent list, and drops failed queries, which may succeed now. */
function refreshAfterImport(environment: Environment, done: ImportState & { readonly step: 'done' }): void {
  const { queries } = environment;
  rememberImages(environment, importedOf(done));
  // A failed report is repeated with the next change.
  syncGcRootsNow(environment).catch(() => undefined);
  queries.removeQueries({ predicate: ({ state: { status } }) => status === 'error' });
  void storeChanged(environment);
}

/** Returns the imported images. */
export function importedOf({ archive, result }: ImportState & { readonly step: 'done' }): readonly ArchivedImage[] {
  const digests = new Set(result.images);
  return archive.images.filter(({ digest }) => digests.has(digest));
}

/** Returns the entry for recent and pinned lists. It is opened by digest, because only the archive states its name. */
export function savedImageOfArchived(image: ArchivedImage, atMs: number): SavedImage {
  const { digest } = image;
  return { reference: digest, atMs, icon: iconOf(image), title: imageTitle(image), digest };
}

/** Adds images to the recent list, so that they are on the home page and evicted last. */
function rememberImages({ window, now }: Environment, images: readonly ArchivedImage[]): void {
  const storage = localStorageOf(window);
  const known = parseSavedImages(storage.read(recents.key), recents);
  const recent = images.slice(0, maxRecent).map((image) => savedImageOfArchived(image, now()));
  writeSavedImages(
    storage,
    recents,
    recent.toReversed().reduce((list, each) => putFirst(list, each), known),
  );
  window.dispatchEvent(new Event(recents.key));
}
