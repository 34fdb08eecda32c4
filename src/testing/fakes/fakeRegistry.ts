import { AppError } from '../../errors/index.ts';
import {
  asMediaType,
  type Descriptor,
  type Digest,
  type DigestAlgorithm,
  detectMediaType,
  digestAlgorithm,
  digestBytes,
  digestedBytes,
  isDigest,
  parseManifest,
  type Repository,
} from '../../oci/index.ts';
import type {
  NamePage,
  PageOptions,
  Registry,
  RemoteBlob,
  RemoteManifest,
  RequestOptions,
  ResolvedTag,
} from '../../registry/index.ts';
import { CallLog } from './callLog.ts';

type ReferrersOptions = NonNullable<Parameters<Registry['referrers']>[2]>;
type BlobOptions = NonNullable<Parameters<Registry['blob']>[2]>;

/**
 * A registry in memory with content that a test put in. It records `registry.manifest`, `.resolve`, `.blob`, `.tags`,
 * `.repositories` and `.referrers` with repository and reference, and an aborted signal as `registry.blob aborted`. It
 * can be made to fail or to wait and, like `fetch`, ends an answer's body when its signal aborts.
 */
export class FakeRegistry implements Registry {
  readonly log = new CallLog();
  /** Serves blobs; if false, they are not found. */
  hasBlobs = true;
  /** Sends the length of a blob. */
  statesLength = true;
  /** Answer to a range request. `hidden`: CORS hides Content-Range. `ignored`: the whole blob. */
  ranges: 'exact' | 'hidden' | 'ignored' | 'shifted' | 'short' | 'long' | 'empty' = 'exact';
  /** Requested ranges of blobs: `0-9`, `10-`, or `whole`. */
  readonly asked: string[] = [];
  /** Bytes read from blobs. */
  sentBytes = 0;
  /** Algorithm of the digests that tags point to. */
  algorithm: DigestAlgorithm = 'sha256';
  /** The answer to every list request. */
  page: NamePage = { names: [], dropped: 0 };
  /** The referrers of every digest. */
  descriptors: readonly Descriptor[] = [];
  readonly #contents = new Map<string, Uint8Array>();
  #failure: Error | undefined;
  #breakage: { readonly failure: Error; readonly afterBytes: number } | undefined;
  #stall: { readonly afterBytes: number; readonly gate: Promise<void> } | undefined;
  readonly #watchers: (() => void)[] = [];
  #gate: Promise<void> = Promise.resolve();

  /** From now on the reference, a tag or a digest, points to the bytes; the digest is not checked. */
  put(repository: Repository, reference: string, bytes: Uint8Array): void {
    this.#contents.set(keyOf(repository, reference), bytes);
  }

  /** From now on every call throws; undefined ends that. */
  failWith(failure: Error | undefined): void {
    this.#failure = failure;
  }

  /**
   * From now on the bodies of blobs fail with the error after their first chunk, or after this many bytes; undefined
   * ends that.
   */
  breakBodies(failure: Error | undefined, afterBytes = 1): void {
    this.#breakage = failure && { failure, afterBytes };
  }

  /** From now on the bodies of blobs stall after this many bytes, until the returned function is called. */
  holdBodies(afterBytes: number): () => void {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.#stall = { afterBytes, gate };
    return release;
  }

  /** Resolves with the next call, once it is recorded. */
  nextCall(): Promise<void> {
    return new Promise((resolve) => this.#watchers.push(resolve));
  }

  /** From now on answers wait until the returned function is called. */
  hold(): () => void {
    let release = () => {};
    this.#gate = new Promise((resolve) => {
      release = resolve;
    });
    return release;
  }

  async manifest(repository: Repository, reference: string, { signal }: RequestOptions = {}): Promise<RemoteManifest> {
    const bytes = await this.#find('registry.manifest', repository, reference, signal);
    const digest = await digestBytes(isDigest(reference) ? digestAlgorithm(reference) : this.algorithm, bytes);
    return { bytes, digest, contentType: asMediaType('application/json'), statedDigest: undefined };
  }

  async blob(repository: Repository, digest: Digest, { signal, range }: BlobOptions = {}): Promise<RemoteBlob> {
    this.asked.push(range ? `${range.start}-${range.end ?? ''}` : 'whole');
    const whole = await this.#find('registry.blob', repository, digest, signal);
    if (!range || this.ranges === 'ignored') return this.#give(whole, undefined, signal);
    if (range.start >= whole.length) {
      throw new AppError('invalid_argument', 'the registry does not have that range', { detail: { status: 416 } });
    }
    const shift = { shifted: 1 }[this.ranges as string] ?? 0;
    const start = range.start + shift;
    const end = Math.min(range.end ?? whole.length - 1, whole.length - 1) + shift;
    const total = this.ranges === 'hidden' ? undefined : whole.length;
    const extra = { short: -1000, long: 1000, empty: start - end - 1 }[this.ranges as string] ?? 0;
    return this.#give(whole.subarray(start, Math.max(start, end + 1 + extra)), { start, end, total }, signal);
  }

  #give(bytes: Uint8Array, range: RemoteBlob['range'], signal: AbortSignal | undefined): RemoteBlob {
    const { failure, afterBytes = 0 } = this.#breakage ?? {};
    const sent = (count: number) => {
      this.sentBytes += count;
    };
    return {
      body: streamOf(bytes, { failure, afterBytes, stall: this.#stall, sent, signal }),
      length: this.statesLength ? bytes.length : undefined,
      range,
    };
  }

  async resolve(repository: Repository, tag: string, { signal }: RequestOptions = {}): Promise<ResolvedTag> {
    const bytes = await this.#find('registry.resolve', repository, tag, signal);
    const digest = await digestBytes(this.algorithm, digestedBytes(parseManifest(detectMediaType(bytes), bytes)));
    return { digest, mediaType: undefined, size: bytes.length };
  }

  async tags({ name }: Repository, { last = '', signal }: PageOptions = {}): Promise<NamePage> {
    await this.#answer('registry.tags', name, last, signal);
    return this.page;
  }

  async repositories(host: string, { last = '', signal }: PageOptions = {}): Promise<NamePage> {
    await this.#answer('registry.repositories', host, last, signal);
    return this.page;
  }

  async referrers(
    { name }: Repository,
    digest: Digest,
    { artifactType, signal }: ReferrersOptions = {},
  ): Promise<readonly Descriptor[]> {
    await this.#answer('registry.referrers', name, digest, signal);
    return this.descriptors.filter((each) => artifactType === undefined || each.artifactType === artifactType);
  }

  async #find(call: string, repository: Repository, reference: string, signal?: AbortSignal): Promise<Uint8Array> {
    await this.#answer(call, repository.name, reference, signal);
    const bytes = this.#contents.get(keyOf(repository, reference)) ?? (await this.#tagged(repository, reference));
    if (bytes && (this.hasBlobs || call !== 'registry.blob')) return bytes;
    const kind = isDigest(reference) ? 'digest' : 'tag';
    throw new AppError('not_found', `${kind} "${reference}" is not in the registry`, { reason: 'not_found' });
  }

  /** Serves a tag's manifest by its digest too. */
  async #tagged(repository: Repository, digest: string): Promise<Uint8Array | undefined> {
    for (const [key, bytes] of this.#contents) {
      if (!key.startsWith(keyOf(repository, ''))) continue;
      if ((await digestBytes(this.algorithm, bytes)) === digest) return bytes;
    }
    return undefined;
  }

  async #answer(call: string, name: string, reference: string, signal?: AbortSignal): Promise<void> {
    this.log.record(call, name, reference);
    for (const resolve of this.#watchers.splice(0)) resolve();
    signal?.addEventListener('abort', () => this.log.record(`${call} aborted`), { once: true });
    await waitFor(this.#gate, signal);
    if (this.#failure) throw this.#failure;
  }
}

interface Sending {
  readonly failure: Error | undefined;
  readonly afterBytes: number;
  readonly stall: { readonly afterBytes: number; readonly gate: Promise<void> } | undefined;
  readonly sent: (bytes: number) => void;
  readonly signal: AbortSignal | undefined;
}

/** Chunks of 1 KiB, or of 64 KiB for large content, on demand. */
function streamOf(
  bytes: Uint8Array,
  { failure, afterBytes, stall, sent, signal }: Sending,
): ReadableStream<Uint8Array> {
  const chunkBytes = bytes.length < 2 ** 19 ? 1024 : 2 ** 16;
  let at = 0;
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        if (signal?.aborted) controller.error(signal.reason);
        signal?.addEventListener('abort', () => controller.error(signal.reason));
      },
      pull: async (controller) => {
        if (stall && at >= stall.afterBytes) await stall.gate;
        if (signal?.aborted) return;
        if (failure && at >= afterBytes) return controller.error(failure);
        const chunk = bytes.slice(at, at + chunkBytes);
        sent(chunk.length);
        if (chunk.length > 0) controller.enqueue(chunk);
        at += chunkBytes;
        if (at >= bytes.length) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}

function waitFor(gate: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal?.reason);
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
    gate.then(resolve, reject).finally(() => signal?.removeEventListener('abort', abort));
  });
}

function keyOf({ host, name }: Repository, reference: string): string {
  return `${host}/${name}@${reference}`;
}
