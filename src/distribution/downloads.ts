import type { Info } from '../content/index.ts';
import { withSource } from '../content/index.ts';
import type { Digest, Repository } from '../oci/index.ts';
import type { RemoteBlob } from '../registry/index.ts';
import { dropIngest, ingestRef, isRefOf } from './blobIngest.ts';
import { Download, type DownloadDependencies } from './download.ts';

export interface JoinOptions {
  readonly size?: number | undefined;
  readonly opened?: RemoteBlob | undefined;
  readonly waits?: boolean;
}

interface Running {
  readonly source: string;
  readonly digest: Digest;
  readonly ref: string;
  readonly download: Download;
  readonly stop: AbortController;
  /** The size that each follower knows, which is the most it accepts. */
  readonly followers: Set<{ readonly size: number | undefined }>;
}

interface Holder {
  readonly source: string;
  readonly ended: Promise<void>;
}

/**
 * The downloads of a worker, one for each digest and repository, shared by all followers. Bytes are not verified before the
 * end, so a registry that stalls or lies affects only its own readers. A download without followers is stopped, and so are
 * those of a digest that is stored meanwhile.
 */
export class Downloads {
  readonly #with: DownloadDependencies;
  /** By source and digest. */
  readonly #running = new Map<string, Running>();
  /** By ref; includes those that are stopped and not closed yet. */
  readonly #holders = new Map<string, Holder>();
  /** Labels of corrupt content that was removed to be downloaded again. */
  readonly #labels = new Map<Digest, Info['labels']>();
  #left: Set<string> | undefined;
  #listing: Promise<Set<string>> | undefined;

  constructor(dependencies: DownloadDependencies) {
    this.#with = dependencies;
  }

  /** Reports whether one runs, or an ingest can be resumed. Asks the store once in the life of the worker. */
  async isBegun(repository: Repository, digest: Digest): Promise<boolean> {
    if (this.#running.has(keyOf(sourceOf(repository), digest))) return true;
    this.#listing ??= this.#listLeft();
    this.#left = await this.#listing;
    return this.#left.has(this.refOf(repository, digest));
  }

  /**
   * Returns the ref for a repository's bytes of a digest: one of its own while another repository's download locks the
   * common one.
   */
  refOf(repository: Repository, digest: Digest): string {
    const source = sourceOf(repository);
    const [common, own] = [ingestRef(digest), ingestRef(digest, source)];
    const holder = this.#holders.get(common);
    return this.#left?.has(own) || (holder && holder.source !== source) ? own : common;
  }

  /** Follows the download of a digest from a repository, and starts it if none runs. Calling `leave` twice is fine. */
  join(
    repository: Repository,
    digest: Digest,
    options: JoinOptions = {},
  ): { readonly download: Download; readonly leave: () => void } {
    const key = keyOf(sourceOf(repository), digest);
    const known = this.#running.get(key);
    if (known) void options.opened?.body.cancel();
    const running = known ?? this.#start(repository, digest, options);
    const follower = { size: options.size };
    running.followers.add(follower);
    const leave = () => {
      if (!running.followers.delete(follower) || running.followers.size > 0) return;
      if (this.#running.get(key) === running) this.#running.delete(key);
      if (!running.download.end) running.stop.abort();
    };
    return { download: running.download, leave };
  }

  /** Passes the labels of removed content to the download that replaces it. */
  inherit(digest: Digest, labels: Info['labels']): void {
    this.#labels.set(digest, labels);
  }

  labelsOf(repository: Repository, digest: Digest): Info['labels'] {
    return withSource(this.#labels.get(digest) ?? {}, repository);
  }

  /** Ends other downloads of a digest that is stored now; if it replaced corrupt content, reports that. */
  stored(digest: Digest): void {
    for (const running of this.#running.values()) if (running.digest === digest) running.download.supersede();
    if (this.#labels.delete(digest)) this.#with.onContentEvent?.({ type: 'healed', digest });
  }

  #start(repository: Repository, digest: Digest, { size, opened, waits = false }: JoinOptions): Running {
    const source = sourceOf(repository);
    const stop = new AbortController();
    const ref = this.refOf(repository, digest);
    const after = this.#holders.get(ref)?.ended;
    const labels = this.labelsOf(repository, digest);
    const followers: Running['followers'] = new Set();
    const options = { ref, size, limit: () => largestOf(followers), labels, opened, waits, after };
    const download = new Download(this.#with, repository, digest, options, stop.signal);
    const running: Running = { source, digest, ref, download, stop, followers };
    this.#running.set(keyOf(source, digest), running);
    const ended: Promise<void> = download.run().then(() => this.#finish(running, ended));
    this.#holders.set(ref, { source, ended });
    return running;
  }

  async #finish(running: Running, ended: Promise<void>): Promise<void> {
    const { source, digest, ref, download } = running;
    const key = keyOf(source, digest);
    if (this.#running.get(key) === running) this.#running.delete(key);
    if (this.#holders.get(ref)?.ended === ended) this.#holders.delete(ref);
    const { end, offset } = download;
    const left = await this.#listing;
    if (end?.kind === 'failed' && offset > 0) left?.add(ref);
    else left?.delete(ref);
    if (end?.kind !== 'stored') return;
    this.stored(digest);
    // The ingest of another repository's download is not needed any more.
    const known = [...(left ?? [])].filter((each) => isRefOf(each, digest));
    for (const other of ref === ingestRef(digest) ? known : [ingestRef(digest), ...known]) {
      left?.delete(other);
      await dropIngest(this.#with, other, { onlyIdle: true });
    }
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

function sourceOf({ host, name }: Repository): string {
  return `${host}/${name}`;
}

function keyOf(source: string, digest: Digest): string {
  return `${source}@${digest}`;
}

/** Returns the largest size; undefined if a follower knows none. */
function largestOf(followers: Running['followers']): number | undefined {
  const sizes = [...followers].map(({ size }) => size);
  const known = sizes.filter((size) => size !== undefined);
  return known.length < sizes.length || known.length === 0 ? undefined : Math.max(...known);
}
