import { type Client, downloadImage, verifyContent } from '../../client/index.ts';
import { type AppError, asAppError } from '../../errors/index.ts';
import type { Amount, MissingPart, Progress } from '../../oci/index.ts';
import { createStore } from '../kit/createStore.ts';
import { Rate } from '../kit/rate.ts';
import type { ImageDownload } from '../messages/offline.ts';
import { changeOfflineImage, type OfflineImage, putOfflineImage, toMissingNotes } from '../saved/offlineList.ts';
import { changeOfflineImages, offlineImagesOf } from '../saved/offlineStore.ts';
import { repositoryOf } from '../saved/offlineTarget.ts';
import type { SavedLists } from '../saved/savedLists.ts';
import { type ProgressReport, parseProgressReport } from './offlineProgress.ts';

export interface OfflineSyncEnvironment {
  readonly client: Pick<Client, 'ask' | 'openDedicatedWorker'>;
  readonly window: Window;
  readonly saved: SavedLists;
  /** Milliseconds of any epoch. */
  readonly now: () => number;
  readonly pause: () => Promise<void>;
  /** Called when a download ends in this tab or another: more content may be stored. */
  readonly onEnded: () => void;
}

const lockName = 'ociscope:offline:sync';
const channelName = 'ociscope:offline:progress';
/** Requests a report. Other messages are not answered: two tabs of different releases would answer each other endlessly. */
const question = 'how far is it?';

/**
 * Downloads the unfinished images of the offline list one after the other, for as long as the page is open. One tab holds the lock,
 * downloads, and reports its progress to the others; when it is closed, another tab or the next page continues. The list is the
 * only source of truth: any tab pauses or removes an image by changing the list.
 */
export class OfflineSync {
  /** Running downloads in all tabs, by digest. */
  readonly progress = createStore<ReadonlyMap<string, ImageDownload>>(new Map());
  readonly #environment: OfflineSyncEnvironment;
  readonly #channel: BroadcastChannel | undefined;
  readonly #errors = new Map<string, AppError>();
  /** Failed images queued for one more attempt. Other failed images wait for the user, the network or the next page. */
  #retries: ReadonlySet<string> = new Set();
  /** Images whose state could not be written. They wait for the next page, or they would be downloaded again and again. */
  readonly #unwritable = new Set<string>();
  #isRunning = false;
  /** The last report of this tab's own download. */
  #ownReport: ProgressReport | undefined;

  constructor(environment: OfflineSyncEnvironment) {
    this.#environment = environment;
    const { window, saved } = environment;
    const { BroadcastChannel: Channel } = window.document.defaultView ?? {};
    this.#channel = Channel && new Channel(channelName);
    this.#channel?.addEventListener('message', ({ data }) => {
      const report = parseProgressReport(data);
      if (report) this.#apply(report);
      else if (data === question && this.#ownReport) this.#channel?.postMessage(this.#ownReport);
    });
    this.#channel?.postMessage(question);
    saved.lists.subscribe(() => {
      // An image without a failure is being tried by some tab.
      const failed = this.#failed();
      this.#retries = new Set([...this.#retries].filter((digest) => failed.has(digest)));
      void this.#runAll();
    });
    const retryFailed = () => {
      this.#retries = this.#failed();
      void this.#runAll();
    };
    window.addEventListener('online', retryFailed);
    void saved.ready.then(retryFailed);
  }

  /** Returns the error of the last download of an image, if it ran in this tab. */
  errorOf(digest: string): AppError | undefined {
    return this.#errors.get(digest);
  }

  /** Starts a download, or restarts it with other options. Resolves to false if the image could not be put on the list. */
  add(entry: OfflineImage): Promise<boolean> {
    this.#errors.delete(entry.digest);
    this.#unwritable.delete(entry.digest);
    return changeOfflineImages(this.#environment.saved, (entries) => {
      const before = entries.find(({ digest }) => digest === entry.digest);
      return putOfflineImage(entries, before ? withRecheck(entry, before) : entry);
    });
  }

  async pause(digest: string): Promise<void> {
    await this.change(digest, (entry) => ({ ...entry, state: 'paused' }));
  }

  async resume(digest: string): Promise<void> {
    this.#errors.delete(digest);
    this.#unwritable.delete(digest);
    await this.change(digest, (before) => {
      const { why: _, ...entry } = before;
      return withRecheck({ ...entry, state: 'unfinished', failed: 0, lacking: [] }, before);
    });
  }

  async change(digest: string, change: (entry: OfflineImage) => OfflineImage): Promise<void> {
    const isChanged = await changeOfflineImages(this.#environment.saved, (entries) =>
      changeOfflineImage(entries, digest, change),
    );
    if (!isChanged) this.#unwritable.add(digest);
  }

  #failed(): ReadonlySet<string> {
    return new Set(offlineImagesOf(this.#environment.saved).flatMap(({ why, digest }) => (why ? [digest] : [])));
  }

  /** Returns the oldest image that is to be downloaded now. */
  #next(): OfflineImage | undefined {
    return offlineImagesOf(this.#environment.saved).findLast(
      ({ state, why, digest }) =>
        state === 'unfinished' && (!why || this.#retries.has(digest)) && !this.#unwritable.has(digest),
    );
  }

  async #runAll(): Promise<void> {
    if (this.#isRunning || !this.#next()) return;
    this.#isRunning = true;
    try {
      await this.#withLock(async () => {
        for (let entry = this.#next(); entry; entry = this.#next()) await this.#run(entry);
      });
    } finally {
      this.#isRunning = false;
    }
    // The list may have changed between the last check and the release of the lock.
    void this.#runAll();
  }

  /** Runs work in one tab at a time. Plain http has no locks: there each tab downloads on its own. */
  async #withLock(work: () => Promise<void>): Promise<void> {
    const { locks }: { readonly locks?: LockManager } = this.#environment.window.navigator;
    await (locks ? locks.request(lockName, work) : work());
  }

  async #run(entry: OfflineImage): Promise<void> {
    const { client, saved, now, pause } = this.#environment;
    const { digest, options } = entry;
    if (entry.why) await this.change(digest, ({ why: _, ...retried }) => retried);
    const controller = new AbortController();
    const unsubscribe = saved.lists.subscribe(() => {
      const current = offlineImagesOf(saved).find((other) => other.digest === digest);
      // `done` does not cancel: this download writes it at its end.
      if (!current || current.state === 'paused' || JSON.stringify(current.options) !== JSON.stringify(options))
        controller.abort();
    });
    const rate = new Rate(now);
    let lastBytes: number | undefined;
    this.#report(digest, {});
    try {
      if (entry.recheck) await this.#verify(digest, controller.signal);
      const target = { where: repositoryOf(entry.reference), digest, options };
      const missing = await downloadImage(client, target, {
        signal: controller.signal,
        pause,
        onProgress: (progress) => {
          const { done, total } = progress;
          if (!total) return this.#report(digest, { progress });
          // Stored, so that the size is known while paused and on the next page.
          if (lastBytes !== total.bytes) {
            const { count, bytes } = total;
            void this.change(digest, (current) => ({ ...current, count, bytes }));
          }
          lastBytes = total.bytes;
          this.#report(digest, { progress, bytesPerSecond: rate.add(done.bytes) });
        },
      });
      await this.#finish(entry, missing);
    } catch (error) {
      if (!controller.signal.aborted) await this.#fail(digest, asAppError(error));
    } finally {
      unsubscribe();
      this.#report(digest, undefined);
    }
  }

  /** Hashes stored content in a dedicated worker. Corrupt content is quarantined, and repaired if a registry has it. */
  async #verify(digest: string, signal: AbortSignal): Promise<void> {
    const onProgress = (progress: Progress<Amount>) => this.#report(digest, { progress, isVerifying: true });
    await verifyContent(this.#environment.client, { signal, root: digest, onProgress });
  }

  async #finish({ digest }: OfflineImage, missing: readonly MissingPart[]): Promise<void> {
    const [first] = missing;
    // A registry that is unavailable for now is retried later.
    const isRetryable = first !== undefined && missing.every((part) => part.isRetryable);
    await this.change(digest, ({ why: _, recheck: __, ...entry }) => ({
      ...entry,
      state: isRetryable ? 'unfinished' : 'done',
      atMs: this.#environment.now(),
      failed: missing.length,
      lacking: toMissingNotes(missing),
      ...(isRetryable ? { why: first.reason } : {}),
    }));
  }

  async #fail(digest: string, error: AppError): Promise<void> {
    const { reason: why = 'internal' } = error;
    this.#errors.set(digest, error);
    // Only the user can free space.
    await this.change(digest, (entry) => ({ ...entry, why, ...(why === 'quota' ? { state: 'paused' } : {}) }));
  }

  #report(digest: string, run: ImageDownload | undefined): void {
    const report = { digest, run };
    this.#ownReport = run && report;
    this.#apply(report);
    this.#channel?.postMessage(report);
  }

  #apply({ digest, run }: ProgressReport): void {
    const progress = new Map(this.progress.get());
    if (run) progress.set(digest, run);
    else if (!progress.delete(digest)) return;
    this.progress.set(progress);
    if (!run) this.#environment.onEnded();
  }
}

/** Marks an image that was available before: its stored content is hashed before it counts as available again. */
function withRecheck(entry: OfflineImage, before: OfflineImage): OfflineImage {
  return before.state === 'done' || before.recheck ? { ...entry, recheck: true } : entry;
}
