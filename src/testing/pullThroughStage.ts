import { type ContentStore, createMemoryStore } from '../content/index.ts';
import { createPullThrough, type Locks, type PullThrough } from '../distribution/index.ts';
import { FakeRegistry } from './fakeRegistry.ts';
import { RecordingLog } from './recordedManifestStore.ts';
import { type RecordingStore, recordStore } from './recordingStore.ts';

export interface PullThroughStageOptions {
  /** Shared with another stage: two tabs. Each has an empty one of its own otherwise. */
  readonly store?: ContentStore;
  readonly registry?: FakeRegistry;
  readonly locks?: Locks;
  readonly heldBytes?: number;
  /** Otherwise a millisecond passes each time that it is asked for. */
  readonly now?: () => Date;
}

/** A pull-through over a memory store and a registry in memory. */
export interface PullThroughStage {
  readonly pull: PullThrough;
  readonly store: RecordingStore;
  readonly registry: FakeRegistry;
  readonly warnings: RecordingLog['warnings'];
}

/** The time of all that is stored on a stage. */
export const stageTime = new Date(Date.UTC(2024, 0, 1));

export function createPullThroughStage(options: PullThroughStageOptions = {}): PullThroughStage {
  const store = recordStore(options.store ?? createMemoryStore({ clock: () => stageTime }));
  const registry = options.registry ?? new FakeRegistry();
  const log = new RecordingLog();
  let now = stageTime.getTime();
  const { locks, heldBytes } = options;
  const pull = createPullThrough({
    store,
    registry,
    log,
    locks,
    heldBytes,
    now: options.now ?? (() => new Date(now++)),
  });
  return { pull, store, registry, warnings: log.warnings };
}
