import type { Info } from '../content/index.ts';
import type { Digest } from '../oci/index.ts';
import type { RemoteBlob, Repository } from '../registry/index.ts';
import { ingestRef } from './blobIngest.ts';
import { Download, type DownloadDependencies } from './download.ts';
import { withSource } from './sourceLabel.ts';

export interface JoinOptions {
  readonly size?: number | undefined;
  readonly opened?: RemoteBlob | undefined;
  readonly waits?: boolean;
}

interface Running {
  readonly download: Download;
  readonly stop: AbortController;
  readonly ended: Promise<void>;
  followers: number;
}

/**
 * The downloads of a worker, one for each digest of a repository, however many follow it. One that nobody follows any more is
 * stopped. Bytes are not verified before the end, so nobody follows the download of another repository than is asked.
 */
export class Downloads {
  readonly #with: DownloadDependencies;
  readonly #running = new Map<string, Running>();
  /** Those that were stopped and may still hold their ref. */
  readonly #ending = new Map<Digest, Promise<void>>();
  /** Of corrupt content that was removed to be fetched anew. */
  readonly #labels = new Map<Digest, Info['labels']>();
  #left: Promise<Set<string>> | undefined;

  constructor(dependencies: DownloadDependencies) {
    this.#with = dependencies;
  }

  /** Whether one runs, or an ingest is there to be gone on with. Asks the store once in the life of the worker. */
  async isBegun(repository: Repository, digest: Digest): Promise<boolean> {
    if (this.#running.has(keyOf(repository, digest))) return true;
    this.#left ??= this.#listLeft();
    return (await this.#left).has(ingestRef(digest));
  }

  /** Follows the download of a digest, which is started where none runs. `leave` twice is fine. */
  join(
    repository: Repository,
    digest: Digest,
    options: JoinOptions = {},
  ): { readonly download: Download; readonly leave: () => void } {
    const key = keyOf(repository, digest);
    const known = this.#running.get(key);
    if (known) void options.opened?.body.cancel();
    const running = known ?? this.#start(repository, digest, options);
    running.followers++;
    let isHere = true;
    const leave = () => {
      if (!isHere) return;
      isHere = false;
      running.followers--;
      if (running.followers > 0) return;
      if (this.#running.get(key) === running) this.#running.delete(key);
      if (running.download.end) return;
      running.stop.abort();
      this.#ending.set(digest, running.ended);
    };
    return { download: running.download, leave };
  }

  /** The labels of content that is removed, for the bytes that will take its place. */
  inherit(digest: Digest, labels: Info['labels']): void {
    this.#labels.set(digest, labels);
  }

  labelsOf(repository: Repository, digest: Digest): Info['labels'] {
    return withSource(this.#labels.get(digest) ?? {}, repository);
  }

  /** A digest is stored: where that took the place of corrupt content, it is told. */
  stored(digest: Digest): void {
    if (this.#labels.delete(digest)) this.#with.tell?.({ type: 'healed', digest });
  }

  #start(repository: Repository, digest: Digest, { size, opened, waits = false }: JoinOptions): Running {
    const stop = new AbortController();
    const after = this.#ending.get(digest);
    const labels = this.labelsOf(repository, digest);
    const options = { size: size ?? opened?.length, labels, opened, waits, after };
    const download = new Download(this.#with, repository, digest, options, stop.signal);
    const running: Running = { download, stop, followers: 0, ended: download.run().then(() => this.#finish(running)) };
    this.#running.set(keyOf(repository, digest), running);
    return running;
  }

  async #finish(running: Running): Promise<void> {
    const { repository, digest } = running.download;
    const key = keyOf(repository, digest);
    if (this.#running.get(key) === running) this.#running.delete(key);
    if (this.#ending.get(digest) === running.ended) this.#ending.delete(digest);
    const { end, offset } = running.download;
    const left = await this.#left;
    if (end?.kind === 'stored') this.stored(digest);
    if (end?.kind === 'failed' && offset > 0) left?.add(ingestRef(digest));
    else left?.delete(ingestRef(digest));
  }

  async #listLeft(): Promise<Set<string>> {
    try {
      const statuses = await this.#with.store.listStatuses();
      return new Set(statuses.filter(({ offset }) => offset > 0).map(({ ref }) => ref));
    } catch (error) {
      this.#with.log.warn('Error listing ingests', { error });
      return new Set();
    }
  }
}

function keyOf({ host, name }: Repository, digest: Digest): string {
  return `${host}/${name}@${digest}`;
}
