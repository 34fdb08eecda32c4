import { type ContentStore, createMemoryStore } from '../../content/index.ts';
import { type ContentEvent, createPullThrough, type Locks, type PullThrough } from '../../distribution/index.ts';
import { Collector, createLibrary, type GcRoots, type Library } from '../../library/index.ts';
import { FakeRegistry } from '../fakes/fakeRegistry.ts';
import { RecordingLog } from '../fakes/recordedManifestStore.ts';
import { type RecordingStore, recordStore } from '../fakes/recordingStore.ts';

export interface PullThroughStageOptions {
  /** Shared with another stage: two tabs. By default each stage has a new empty store. */
  readonly store?: ContentStore;
  readonly registry?: FakeRegistry;
  readonly locks?: Locks;
  readonly heldBytes?: number;
  /** Until when uses are delayed. Endlessly by default. */
  readonly pause?: () => Promise<void>;
  /** Pinned and recent images; none by default. */
  readonly roots?: () => Promise<GcRoots | undefined>;
  readonly limitBytes?: () => Promise<number | undefined>;
  /** By default a millisecond passes each time it is read. */
  readonly now?: () => Date;
}

/** A pull-through over a memory store and a registry in memory. */
export interface PullThroughStage {
  readonly pull: PullThrough;
  readonly library: Library;
  readonly store: RecordingStore;
  readonly registry: FakeRegistry;
  readonly warnings: RecordingLog['warnings'];
  /** Reported events of corrupt content. */
  readonly news: readonly ContentEvent[];
}

/** The time of everything stored on a stage. */
export const stageTime = new Date(Date.UTC(2024, 0, 1));

export function createPullThroughStage(options: PullThroughStageOptions = {}): PullThroughStage {
  const store = recordStore(options.store ?? createMemoryStore({ clock: () => stageTime }));
  const registry = options.registry ?? new FakeRegistry();
  const log = new RecordingLog();
  let now = stageTime.getTime();
  const { locks, heldBytes, pause = () => new Promise<never>(() => undefined) } = options;
  const news: ContentEvent[] = [];
  const tell = (each: ContentEvent) => news.push(each);
  const tick = options.now ?? (() => new Date(now++));
  const pull = createPullThrough({ store, registry, log, locks, heldBytes, pause, onContentEvent: tell, now: tick });
  const { roots = async () => ({ pinned: [], recent: [] }), limitBytes = async () => undefined } = options;
  const collector = new Collector({ store, log, roots, limitBytes, pause, now: tick });
  const library = createLibrary({ store, log, roots, pull, collector, now: tick });
  return { pull, library, store, registry, warnings: log.warnings, news };
}
