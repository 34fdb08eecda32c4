import type { ArchiveResponse, ImportResponse } from '../../../api/index.ts';
import { type ArchiveProgress, type Client, importArchive, listArchive } from '../../../client/index.ts';
import { type AppError, asAppError } from '../../../errors/index.ts';
import type { Digest } from '../../../oci/index.ts';
import type { Progress } from '../../messages/imports.ts';
import type { Source } from './importSource.ts';

/** Which images are to be imported, and what becomes of them where something is refused. */
export interface ImportChoice {
  readonly images: readonly Digest[];
  readonly ifRefused: 'keep' | 'nothing';
}

/** How far an import is. */
export type ImportState =
  | { readonly step: 'choose'; readonly said: string }
  | { readonly step: 'listing'; readonly source: Source; readonly progress: Progress | undefined }
  | { readonly step: 'listed'; readonly source: Source; readonly facts: ArchiveResponse; readonly said: string }
  | {
      readonly step: 'importing';
      readonly source: Source;
      readonly facts: ArchiveResponse;
      readonly progress: Progress | undefined;
    }
  | { readonly step: 'done'; readonly source: Source; readonly facts: ArchiveResponse; readonly result: ImportResponse }
  | {
      readonly step: 'failed';
      readonly source: Source | undefined;
      /** Where it failed while it was imported. */
      readonly facts: ArchiveResponse | undefined;
      readonly error: AppError;
    };

/** Kept over a stop and a failure, so that who goes on need not choose again. */
const everything: Choosing = { left: new Set(), ifRefused: 'keep' };

/** What a person has chosen so far: images that are left out, and what becomes of the rest where something is refused. */
export interface Choosing {
  readonly left: ReadonlySet<Digest>;
  readonly ifRefused: ImportChoice['ifRefused'];
}

export interface ImportRunEnvironment {
  readonly client: Pick<Client, 'openDedicatedWorker' | 'present'>;
  /** Milliseconds of any epoch. */
  readonly now: () => number;
  /** Told when images were imported, whichever part of the app is looked at. */
  readonly onDone: (done: ImportState & { readonly step: 'done' }) => void;
}

const rateFromMs = 500;

/** One import at a time, which goes on whichever part of the app is looked at. It tells of every change. */
export class ImportRun extends EventTarget {
  state: ImportState = { step: 'choose', said: '' };
  choosing = everything;
  readonly #with: ImportRunEnvironment;
  #stop = new AbortController();

  constructor(environment: ImportRunEnvironment) {
    super();
    this.#with = environment;
  }

  /** Lists what came in; what was under way is stopped. Never rejects. */
  async open(reading: Promise<Source | undefined>): Promise<void> {
    const { signal } = this.#begin();
    this.choosing = everything;
    let source: Source | undefined;
    try {
      source = await reading;
      if (!source || signal.aborted) return;
      const given = source;
      const tell = (progress: Progress | undefined) => this.#set({ step: 'listing', source: given, progress });
      tell(undefined);
      const facts = await listArchive(this.#with.client, given.file, { signal, onProgress: this.#rated(signal, tell) });
      const listed = { step: 'listed', source: given, facts, said: '' } as const;
      const images = facts.images.map(({ digest }) => digest);
      // There is nothing to choose.
      if (facts.form === 'document') await this.#import(listed, { images, ifRefused: 'nothing' });
      else if (!signal.aborted) this.#set(listed);
    } catch (error) {
      if (!signal.aborted) this.#set({ step: 'failed', source, facts: undefined, error: asAppError(error) });
    }
  }

  choose(choosing: Choosing): void {
    this.choosing = choosing;
    this.#set({ ...this.state });
  }

  /** Imports what was listed. Never rejects. */
  async start(choice: ImportChoice): Promise<void> {
    if (this.state.step === 'listed') await this.#import(this.state, choice);
  }

  /** What is there of it stays, and is gone on with. */
  stop(): void {
    const { state } = this;
    this.#stop.abort();
    if (state.step === 'listing') this.#set({ step: 'choose', said: 'Stopped.' });
    if (state.step === 'importing') {
      const { source, facts } = state;
      const said = 'Stopped. What was stored so far is not stored again when you go on.';
      this.#set({ step: 'listed', source, facts, said });
    }
  }

  /** Back to what was listed, after a failure. */
  again(): void {
    const { state } = this;
    if (state.step !== 'failed' || !state.source || !state.facts) return;
    this.#set({ step: 'listed', source: state.source, facts: state.facts, said: '' });
  }

  /** Back to the beginning. */
  reset(): void {
    this.#stop.abort();
    this.#set({ step: 'choose', said: '' });
  }

  async #import(
    { source, facts }: ImportState & { readonly step: 'listed' },
    { images, ifRefused }: ImportChoice,
  ): Promise<void> {
    const { signal } = this.#begin();
    const tell = (progress: Progress | undefined) => this.#set({ step: 'importing', source, facts, progress });
    tell(undefined);
    try {
      // All are not named: their names may be longer than any address.
      const question = { images: images.length === facts.images.length ? undefined : images, ifRefused };
      const onProgress = this.#rated(signal, tell);
      const result = await importArchive(this.#with.client, source.file, question, { signal, onProgress });
      if (signal.aborted) return;
      const done = { step: 'done', source, facts, result } as const;
      this.#set(done);
      this.#with.onDone(done);
    } catch (error) {
      if (!signal.aborted) this.#set({ step: 'failed', source, facts, error: asAppError(error) });
    }
  }

  #begin(): AbortController {
    this.#stop.abort();
    this.#stop = new AbortController();
    return this.#stop;
  }

  /** The rate is that of all so far: what is passed over takes no time. */
  #rated(signal: AbortSignal, tell: (progress: Progress) => void): (progress: ArchiveProgress) => void {
    const begunMs = this.#with.now();
    return (progress) => {
      if (signal.aborted) return;
      const ms = this.#with.now() - begunMs;
      tell({ ...progress, bytesPerSecond: ms < rateFromMs ? undefined : (progress.bytes * 1000) / ms });
    };
  }

  #set(state: ImportState): void {
    this.state = state;
    this.dispatchEvent(new Event('change'));
  }
}
