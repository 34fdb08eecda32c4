import { useEffect, useSyncExternalStore } from 'react';
import { type ArchivedImage, treeAddress } from '../../../api/index.ts';
import { localStorageOf } from '../../../client/index.ts';
import { iconOf, imageTitle } from '../../messages/imports.ts';
import { tellRootsNow } from '../../saved/gcRoots.ts';
import { recents } from '../../saved/recent.ts';
import { type Opened, parseOpened, putFirst, writeOpened } from '../../saved/savedImages.ts';
import { type Environment, useEnvironment } from '../../state/environment.ts';
import { incomingEvent, takeIncoming } from '../../state/incoming.ts';
import { useNavigation } from '../../state/navigation.ts';
import { storeChanged } from '../../state/storeChanged.ts';
import { ImportRun, type ImportState } from './importRun.ts';
import { readSource } from './importSource.ts';

/** One for each client, so that it outlives the page that shows it. */
const runs = new WeakMap<Environment['client'], ImportRun>();
/** Of the images of one archive: the others of the list are not to go for them. */
const maxRecent = 20;

/** The import of this page, as it goes on; what comes in begins one. */
export function useImport(): { readonly run: ImportRun; readonly state: ImportState } {
  const environment = useEnvironment();
  const { go } = useNavigation();
  const { client, window, now } = environment;
  const run = runs.get(client) ?? new ImportRun({ client, now, onDone: (done) => takeNote(environment, done) });
  runs.set(client, run);
  const state = useSyncExternalStore(
    (changed) => {
      run.addEventListener('change', changed);
      return () => run.removeEventListener('change', changed);
    },
    () => run.state,
  );
  useEffect(() => {
    const take = () => {
      const things = takeIncoming();
      if (things.length > 0) void run.open(readSource(things));
    };
    take();
    window.addEventListener(incomingEvent, take);
    return () => window.removeEventListener(incomingEvent, take);
  }, [window, run]);
  useEffect(() => {
    if (state.step !== 'done' || state.facts.form !== 'document') return;
    const [first] = state.result.images;
    if (first === undefined) return;
    run.reset();
    go(treeAddress(first), { replace: true });
  }, [run, state, go]);
  return { run, state };
}

/** What is here now is found again, and what was asked for in vain before is asked for again. */
function takeNote(environment: Environment, done: ImportState & { readonly step: 'done' }): void {
  const { queries } = environment;
  rememberImages(environment, importedOf(done));
  // Not told is told later, with the next change.
  tellRootsNow(environment).catch(() => undefined);
  queries.removeQueries({ predicate: ({ state: { status } }) => status === 'error' });
  void storeChanged(environment);
}

/** The images that are here now, as the archive describes them. */
export function importedOf({ facts, result }: ImportState & { readonly step: 'done' }): readonly ArchivedImage[] {
  const digests = new Set(result.images);
  return facts.images.filter(({ digest }) => digests.has(digest));
}

/** As it is listed among the recent and the pinned. Its name is the archive's word alone: it is opened by its digest. */
export function openedOfArchived(image: ArchivedImage, atMs: number): Opened {
  const { digest } = image;
  return { reference: digest, atMs, icon: iconOf(image), title: imageTitle(image), digest };
}

/** So that they are found again, and do not go first where room is needed. */
function rememberImages({ window, now }: Environment, images: readonly ArchivedImage[]): void {
  const storage = localStorageOf(window);
  const known = parseOpened(storage.read(recents.key), recents);
  const opened = images.slice(0, maxRecent).map((image) => openedOfArchived(image, now()));
  writeOpened(
    storage,
    recents,
    opened.toReversed().reduce((list, each) => putFirst(list, each), known),
  );
  window.dispatchEvent(new Event(recents.key));
}
