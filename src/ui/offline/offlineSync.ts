import type { DownloadProgressResponse } from '../../api/index.ts';
import { type Client, downloadImage, verifyContent } from '../../client/index.ts';
import { type AppError, asAppError } from '../../errors/index.ts';
import { Rate } from '../kit/rate.ts';
import { changeOffline, noteLacking, type OfflineImage, putOffline } from '../saved/offlineList.ts';
import { changeOfflineList, readOffline } from '../saved/offlineStore.ts';
import { whereOf } from '../saved/offlineTarget.ts';
import type { SavedLists } from '../saved/savedLists.ts';
import { onSavedChange } from '../saved/useSavedList.ts';
import { type OfflineProgress, parseRunTold, type RunTold } from './offlineProgress.ts';

export interface RunnerEnvironment {
  readonly client: Pick<Client, 'ask' | 'openDedicatedWorker'>;
  readonly window: Window;
  readonly saved: SavedLists;
  /** Milliseconds of any epoch. */
  readonly now: () => number;
  readonly pause: () => Promise<void>;
  /** Called when one has ended, in this tab or another: what is stored may be more than before. */
  readonly onEnded: () => void;
}

const lockName = 'ociscope/keep-offline';
const channelName = 'ociscope-keep-offline';

/**
 * Keeps what the saved list says is not finished, one image after the other, for as long as the page is open. Of all
 * tabs the one that has the lock does it and tells the others how far it is; when it is closed, another one goes on, or the next
 * page of this browser. The list is all that is asked: who wants to pause or release an image changes it there, in any tab.
 */
export class OfflineSync extends EventTarget {
  readonly #with: RunnerEnvironment;
  readonly #channel: BroadcastChannel | undefined;
  readonly #runs = new Map<string, OfflineProgress>();
  readonly #errors = new Map<string, AppError>();
  /** What has failed waits for a person, for the network, or for the next page: these are to be tried once more. */
  #again: ReadonlySet<string> = new Set();
  /** What became of these could not be written: they wait for the next page. */
  readonly #stuck = new Set<string>();
  #isLooking = false;
  /** What was last told of what this tab keeps. */
  #own: RunTold | undefined;

  constructor(environment: RunnerEnvironment) {
    super();
    this.#with = environment;
    const { window } = environment;
    const { BroadcastChannel: Channel } = window.document.defaultView ?? {};
    this.#channel = Channel && new Channel(channelName);
    this.#channel?.addEventListener('message', ({ data }) => {
      const told = parseRunTold(data);
      if (told) this.#note(told);
      else if (this.#own) this.#channel?.postMessage(this.#own);
    });
    // Anything that tells of no run asks for them.
    this.#channel?.postMessage('how far is it?');
    onSavedChange(environment.saved, () => {
      // Some tab tries it.
      const failed = this.#failed();
      this.#again = new Set([...this.#again].filter((digest) => failed.has(digest)));
      void this.#look();
    });
    const tryAgain = () => {
      this.#again = this.#failed();
      void this.#look();
    };
    window.addEventListener('online', tryAgain);
    void environment.saved.ready.then(tryAgain);
  }

  runOf(digest: string): OfflineProgress | undefined {
    return this.#runs.get(digest);
  }

  /** Why it did not go on, where that happened in this tab. */
  errorOf(digest: string): AppError | undefined {
    return this.#errors.get(digest);
  }

  /** Starts, or starts again with other options, once the list is on disk. False if it could not be put on the list. */
  keep(entry: OfflineImage): Promise<boolean> {
    this.#errors.delete(entry.digest);
    this.#stuck.delete(entry.digest);
    return changeOfflineList(this.#with.saved, (entries) => {
      const before = entries.find(({ digest }) => digest === entry.digest);
      return putOffline(entries, before ? withRecheck(entry, before) : entry);
    });
  }

  async pause(digest: string): Promise<void> {
    await this.change(digest, (entry) => ({ ...entry, state: 'paused' }));
  }

  async resume(digest: string): Promise<void> {
    this.#errors.delete(digest);
    this.#stuck.delete(digest);
    await this.change(digest, (before) => {
      const { why: _, ...entry } = before;
      return withRecheck({ ...entry, state: 'unfinished', failed: 0, lacking: [] }, before);
    });
  }

  async change(digest: string, change: (entry: OfflineImage) => OfflineImage): Promise<void> {
    // What cannot be noted would be done again and again.
    const isChanged = await changeOfflineList(this.#with.saved, (entries) => changeOffline(entries, digest, change));
    if (!isChanged) this.#stuck.add(digest);
  }

  #failed(): ReadonlySet<string> {
    return new Set(readOffline(this.#with.saved).flatMap(({ why, digest }) => (why ? [digest] : [])));
  }

  #next(): OfflineImage | undefined {
    return readOffline(this.#with.saved).findLast(
      ({ state, why, digest }) =>
        state === 'unfinished' && (!why || this.#again.has(digest)) && !this.#stuck.has(digest),
    );
  }

  async #look(): Promise<void> {
    if (this.#isLooking || !this.#next()) return;
    this.#isLooking = true;
    try {
      await this.#locked(async () => {
        for (let entry = this.#next(); entry; entry = this.#next()) await this.#run(entry);
      });
    } finally {
      this.#isLooking = false;
    }
    // What came between the last look and now.
    void this.#look();
  }

  /** Plain http has no locks: there each tab is on its own. */
  async #locked(work: () => Promise<void>): Promise<void> {
    const { locks }: { readonly locks?: LockManager } = this.#with.window.navigator;
    await (locks ? locks.request(lockName, work) : work());
  }

  async #run(entry: OfflineImage): Promise<void> {
    const { client, saved, now, pause } = this.#with;
    const { digest, options } = entry;
    if (entry.why) await this.change(digest, ({ why: _, ...again }) => again);
    const stop = new AbortController();
    const end = onSavedChange(saved, () => {
      const now = readOffline(saved).find((other) => other.digest === digest);
      // The worker marks it as done at the end.
      if (!now || now.state === 'paused' || JSON.stringify(now.options) !== JSON.stringify(options)) stop.abort();
    });
    const rate = new Rate(now);
    let told: DownloadProgressResponse | undefined;
    this.#tell(digest, { read: 0 });
    try {
      if (entry.recheck) await this.#verify(digest, stop.signal);
      const target = { where: whereOf(entry.reference), digest, options };
      const lacking = await downloadImage(client, target, {
        signal: stop.signal,
        pause,
        onRead: (read) => this.#tell(digest, { read }),
        onProgress: (progress) => {
          const { total, bytes } = progress;
          // So that it is known where this is paused, and on the next page.
          if (told?.total.bytes !== total.bytes) void this.change(digest, (now) => ({ ...now, ...total }));
          told = progress;
          this.#tell(digest, { read: 0, progress, bytesPerSecond: rate.add(bytes) });
        },
      });
      await this.#settle(entry, lacking);
    } catch (error) {
      if (!stop.signal.aborted) await this.#fail(digest, asAppError(error));
    } finally {
      end();
      this.#tell(digest, undefined);
    }
  }

  /** Hashes what is stored, in a worker of its own; what is corrupt is quarantined, and repaired if a registry has it. */
  async #verify(digest: string, signal: AbortSignal): Promise<void> {
    for await (const { count, bytes, total } of verifyContent(this.#with.client, { signal, root: digest }))
      this.#tell(digest, { read: 0, progress: { count, bytes, total }, isVerifying: true });
  }

  async #settle({ digest }: OfflineImage, lacking: Awaited<ReturnType<typeof downloadImage>>): Promise<void> {
    const [first] = lacking;
    // As on a registry that is away for a while.
    const isLater = first !== undefined && lacking.every(({ error }) => error.code === 'unavailable');
    await this.change(digest, ({ why: _, recheck: __, ...entry }) => ({
      ...entry,
      state: isLater ? 'unfinished' : 'done',
      atMs: this.#with.now(),
      failed: lacking.length,
      lacking: noteLacking(lacking),
      ...(isLater ? { why: first.error.reason ?? 'internal' } : {}),
    }));
  }

  async #fail(digest: string, error: AppError): Promise<void> {
    const { reason: why = 'internal' } = error;
    this.#errors.set(digest, error);
    // Room is made by a person.
    await this.change(digest, (entry) => ({ ...entry, why, ...(why === 'quota' ? { state: 'paused' } : {}) }));
  }

  #tell(digest: string, run: OfflineProgress | undefined): void {
    const told = { digest, run };
    this.#own = run && told;
    this.#note(told);
    this.#channel?.postMessage(told);
  }

  #note({ digest, run }: RunTold): void {
    if (run) this.#runs.set(digest, run);
    else if (this.#runs.delete(digest)) {
      this.#with.onEnded();
      this.dispatchEvent(new Event('ended'));
    }
    this.dispatchEvent(new Event('change'));
  }
}

/** An image that was available is hashed before it is called so again. */
function withRecheck(entry: OfflineImage, before: OfflineImage): OfflineImage {
  return before.state === 'done' || before.recheck ? { ...entry, recheck: true } : entry;
}
