import type { ArchiveResponse, ImportResponse } from '../../../api/index.ts';
import { type Client, importArchive, listArchive } from '../../../client/index.ts';
import { type AppError, asAppError } from '../../../errors/index.ts';
import type { Digest, ImportProgress } from '../../../oci/index.ts';
import { createStore } from '../../kit/createStore.ts';
import { importMessages } from '../../messages/imports.ts';
import type { Rated } from '../../messages/progress.ts';
import type { Source } from './importSource.ts';

/** The images to import, and what to do if the archive has errors. */
export interface ImportChoice {
  readonly images: readonly Digest[];
  readonly ifRefused: 'keep' | 'nothing';
}

/** The current step of an import. `message` is a notice for the user, or ''. */
export type ImportState =
  | { readonly step: 'choose'; readonly message: string }
  | { readonly step: 'listing'; readonly source: Source; readonly progress: Rated<ImportProgress> | undefined }
  | { readonly step: 'listed'; readonly source: Source; readonly archive: ArchiveResponse; readonly message: string }
  | {
      readonly step: 'importing';
      readonly source: Source;
      readonly archive: ArchiveResponse;
      readonly progress: Rated<ImportProgress> | undefined;
    }
  | {
      readonly step: 'done';
      readonly source: Source;
      readonly archive: ArchiveResponse;
      readonly result: ImportResponse;
    }
  | {
      readonly step: 'failed';
      readonly source: Source | undefined;
      /** Set if the import failed, undefined if the listing did. */
      readonly archive: ArchiveResponse | undefined;
      readonly error: AppError;
    };

/** The user's selection: excluded images, and what to do if the archive has errors. */
export interface ImportSelection {
  readonly excluded: ReadonlySet<Digest>;
  readonly ifRefused: ImportChoice['ifRefused'];
}

const everything: ImportSelection = { excluded: new Set(), ifRefused: 'keep' };

export interface ImportRunEnvironment {
  readonly client: Pick<Client, 'openDedicatedWorker' | 'present'>;
  /** Milliseconds of any epoch. */
  readonly now: () => number;
  /** Called when an import succeeds, also while another part of the app is shown. */
  readonly onDone: (done: ImportState & { readonly step: 'done' }) => void;
}

/** No rate is shown before this time. */
const rateFromMs = 500;

/** The import of this page, one at a time. It continues while another part of the app is shown. */
export class ImportRun {
  readonly state = createStore<ImportState>({ step: 'choose', message: '' });
  /** Retained after a cancellation or a failure, so that the user need not select again. */
  readonly selection = createStore(everything);
  readonly #environment: ImportRunEnvironment;
  #controller = new AbortController();

  constructor(environment: ImportRunEnvironment) {
    this.#environment = environment;
  }

  /** Cancels the current work and lists a new source. Never rejects. */
  async open(reading: Promise<Source | undefined>): Promise<void> {
    const { signal } = this.#begin();
    const { client } = this.#environment;
    this.selection.set(everything);
    let source: Source | undefined;
    try {
      source = await reading;
      if (!source || signal.aborted) return;
      const opened = source;
      const report = (progress: Rated<ImportProgress> | undefined) =>
        this.state.set({ step: 'listing', source: opened, progress });
      report(undefined);
      const archive = await listArchive(client, opened.file, { signal, onProgress: this.#rated(signal, report) });
      const listed = { step: 'listed', source: opened, archive, message: '' } as const;
      const images = archive.images.map(({ digest }) => digest);
      // A single manifest or config has nothing to select.
      if (archive.form === 'document') await this.#import(listed, { images, ifRefused: 'nothing' });
      else if (!signal.aborted) this.state.set(listed);
    } catch (error) {
      if (!signal.aborted) this.state.set({ step: 'failed', source, archive: undefined, error: asAppError(error) });
    }
  }

  /** Imports images of the listed archive. Never rejects. */
  async start(choice: ImportChoice): Promise<void> {
    const state = this.state.get();
    if (state.step === 'listed') await this.#import(state, choice);
  }

  /** Cancels the current work. Imported content stays stored; the next import skips it. */
  cancel(): void {
    const state = this.state.get();
    this.#controller.abort();
    if (state.step === 'listing') this.state.set({ step: 'choose', message: importMessages.cancelled });
    if (state.step === 'importing') {
      const { source, archive } = state;
      this.state.set({ step: 'listed', source, archive, message: importMessages.importCancelled });
    }
  }

  /** Returns to the list after a failed import. */
  backToList(): void {
    const state = this.state.get();
    if (state.step !== 'failed' || !state.source || !state.archive) return;
    this.state.set({ step: 'listed', source: state.source, archive: state.archive, message: '' });
  }

  /** Returns to the first step. */
  reset(): void {
    this.#controller.abort();
    this.state.set({ step: 'choose', message: '' });
  }

  async #import(
    { source, archive }: ImportState & { readonly step: 'listed' },
    { images, ifRefused }: ImportChoice,
  ): Promise<void> {
    const { signal } = this.#begin();
    const { client, onDone } = this.#environment;
    const report = (progress: Rated<ImportProgress> | undefined) =>
      this.state.set({ step: 'importing', source, archive, progress });
    report(undefined);
    try {
      // All images are sent as undefined: a list of all digests may exceed the length of a URL.
      const options = { images: images.length === archive.images.length ? undefined : images, ifRefused };
      const onProgress = this.#rated(signal, report);
      const result = await importArchive(client, source.file, options, { signal, onProgress });
      if (signal.aborted) return;
      const done = { step: 'done', source, archive, result } as const;
      this.state.set(done);
      onDone(done);
    } catch (error) {
      if (!signal.aborted) this.state.set({ step: 'failed', source, archive, error: asAppError(error) });
    }
  }

  #begin(): AbortController {
    this.#controller.abort();
    this.#controller = new AbortController();
    return this.#controller;
  }

  /** Adds the average rate since the start, because skipped content takes no time. */
  #rated(signal: AbortSignal, report: (progress: Rated<ImportProgress>) => void): (progress: ImportProgress) => void {
    const startMs = this.#environment.now();
    return (progress) => {
      if (signal.aborted) return;
      const ms = this.#environment.now() - startMs;
      report({ ...progress, bytesPerSecond: ms < rateFromMs ? undefined : (progress.done * 1000) / ms });
    };
  }
}
