import { type ContentStore, createMemoryStore } from '../content/index.ts';
import { type ContentNews, createPullThrough, type Locks, type PullThrough } from '../distribution/index.ts';
import { FakeRegistry } from './fakeRegistry.ts';
import { RecordingLog } from './recordedManifestStore.ts';
import { type RecordingStore, recordStore } from './recordingStore.ts';

export interface PullThroughStageOptions {
  /** Shared with another stage: two tabs. Each has an empty one of its own otherwise. */
  readonly store?: ContentStore;
  readonly registry?: FakeRegistry;
  readonly locks?: Locks;
  readonly heldBytes?: number;
}

/** A pull-through over a memory store and a registry in memory. */
export interface PullThroughStage {
  readonly pull: PullThrough;
  readonly store: RecordingStore;
  readonly registry: FakeRegistry;
  readonly warnings: RecordingLog['warnings'];
  /** What was told of damaged content. */
  readonly news: readonly ContentNews[];
}

/** The time of all that is stored on a stage. */
export const stageTime = new Date(Date.UTC(2024, 0, 1));

export function createPullThroughStage(options: PullThroughStageOptions = {}): PullThroughStage {
  const store = recordStore(options.store ?? createMemoryStore({ clock: () => stageTime }));
  const registry = options.registry ?? new FakeRegistry();
  const log = new RecordingLog();
  let now = stageTime.getTime();
  const { locks, heldBytes } = options;
  const news: ContentNews[] = [];
  const tell = (each: ContentNews) => news.push(each);
  const pull = createPullThrough({ store, registry, log, locks, heldBytes, tell, now: () => new Date(now++) });
  return { pull, store, registry, warnings: log.warnings, news };
}
