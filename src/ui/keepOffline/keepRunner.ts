import type { WholeProgressFacts } from '../../api/index.ts';
import { type Client, keepWhole, targetOf, type Where } from '../../client/index.ts';
import { type AppError, asAppError, isAppError } from '../../errors/index.ts';
import { parseReference } from '../../oci/index.ts';
import { Rate } from '../rate.ts';
import { type KeepRun, parseRunTold, type RunTold } from './keepRun.ts';
import { changeKept, type KeptImage, noteLacking, putKept } from './keptList.ts';
import { changeKeptList, onKeptChange, readKept } from './keptStore.ts';

export interface RunnerEnvironment {
  readonly client: Pick<Client, 'ask'>;
  readonly window: Window;
  /** Milliseconds of any epoch. */
  readonly now: () => number;
  readonly pause: () => Promise<void>;
  /** Says to the worker what is kept, so that nothing of it goes. */
  readonly tellRoots: () => Promise<void>;
  /** Called when one has ended, in this tab or another: what is stored may be more than before. */
  readonly onEnded: () => void;
}

const lockName = 'ociscope/keep-offline';
const channelName = 'ociscope-keep-offline';

/**
 * Keeps what the list in local storage says is not finished, one image after the other, for as long as the page is open. Of all
 * tabs the one that has the lock does it and tells the others how far it is; when it is closed, another one goes on, or the next
 * page of this browser. The list is all that is asked: who wants to pause or release an image changes it there, in any tab.
 */
export class KeepRunner extends EventTarget {
  readonly #with: RunnerEnvironment;
  readonly #channel: BroadcastChannel | undefined;
  readonly #runs = new Map<string, KeepRun>();
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
    onKeptChange(window, () => {
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
    tryAgain();
  }

  runOf(digest: string): KeepRun | undefined {
    return this.#runs.get(digest);
  }

  /** Why it did not go on, where that happened in this tab. */
  errorOf(digest: string): AppError | undefined {
    return this.#errors.get(digest);
  }

  /** Begins, or begins anew with other options. False where the browser keeps nothing for this page. */
  keep(entry: KeptImage): boolean {
    this.#errors.delete(entry.digest);
    this.#stuck.delete(entry.digest);
    return changeKeptList(this.#with.window, (entries) => putKept(entries, entry));
  }

  pause(digest: string): void {
    this.change(digest, (entry) => ({ ...entry, state: 'paused' }));
  }

  resume(digest: string): void {
    this.#errors.delete(digest);
    this.change(digest, ({ why: _, ...entry }) => ({ ...entry, state: 'unfinished', failed: 0, lacking: [] }));
  }

  change(digest: string, change: (entry: KeptImage) => KeptImage): void {
    // What cannot be noted would be done again and again.
    if (!changeKeptList(this.#with.window, (entries) => changeKept(entries, digest, change))) this.#stuck.add(digest);
  }

  #failed(): ReadonlySet<string> {
    return new Set(readKept(this.#with.window).flatMap(({ why, digest }) => (why ? [digest] : [])));
  }

  #next(): KeptImage | undefined {
    return readKept(this.#with.window).findLast(
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

  async #run(entry: KeptImage): Promise<void> {
    const { client, window, now, pause, tellRoots } = this.#with;
    const { digest, options } = entry;
    if (entry.why) this.change(digest, ({ why: _, ...again }) => again);
    const stop = new AbortController();
    const end = onKeptChange(window, () => {
      const now = readKept(window).find((other) => other.digest === digest);
      if (now?.state !== 'unfinished' || JSON.stringify(now.options) !== JSON.stringify(options)) stop.abort();
    });
    const rate = new Rate(now);
    let told: WholeProgressFacts | undefined;
    this.#tell(digest, { read: 0 });
    try {
      // What cannot be told is said by the page of what is stored, and told again later.
      await tellRoots().catch(() => undefined);
      const target = { where: whereOf(entry.reference), digest, options };
      const lacking = await keepWhole(client, target, {
        signal: stop.signal,
        pause,
        onRead: (read) => this.#tell(digest, { read }),
        onProgress: (progress) => {
          const { total, bytes } = progress;
          // So that it is known where this is paused, and on the next page.
          if (told?.total.bytes !== total.bytes) this.change(digest, (now) => ({ ...now, ...total }));
          told = progress;
          this.#tell(digest, { read: 0, progress, bytesPerSecond: rate.add(bytes) });
        },
      });
      this.#settle(entry, lacking);
    } catch (error) {
      if (!stop.signal.aborted) this.#fail(digest, asAppError(error));
    } finally {
      end();
      this.#tell(digest, undefined);
    }
  }

  #settle({ digest }: KeptImage, lacking: Awaited<ReturnType<typeof keepWhole>>): void {
    const [first] = lacking;
    // As on a registry that is away for a while.
    const isLater = first !== undefined && lacking.every(({ error }) => error.code === 'unavailable');
    this.change(digest, ({ why: _, ...entry }) => ({
      ...entry,
      state: isLater ? 'unfinished' : 'done',
      atMs: this.#with.now(),
      failed: lacking.length,
      lacking: noteLacking(lacking),
      ...(isLater ? { why: first.error.reason ?? 'internal' } : {}),
    }));
  }

  #fail(digest: string, error: AppError): void {
    const { reason: why = 'internal' } = error;
    this.#errors.set(digest, error);
    // Room is made by a person.
    this.change(digest, (entry) => ({ ...entry, why, ...(why === 'quota' ? { state: 'paused' } : {}) }));
  }

  #tell(digest: string, run: KeepRun | undefined): void {
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

/** Undefined for a digest alone. */
function whereOf(reference: string): Where | undefined {
  try {
    return targetOf(parseReference(reference)).where;
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}
