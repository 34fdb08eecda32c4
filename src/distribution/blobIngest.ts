import type { ContentStore, Info, Writer } from '../content/index.ts';
import { hasCode } from '../errors/index.ts';
import type { Digest } from '../oci/index.ts';
import type { Log } from './contract.ts';

/**
 * The ingest of a blob that is given whether or not it can be kept: what fails is warned of once, the ingest is removed,
 * and the rest does nothing.
 */
export class BlobIngest {
  readonly #with: { readonly store: ContentStore; readonly log: Log };
  readonly #digest: Digest;
  readonly #ref: string;
  #writer: Writer | undefined;
  #failure: unknown;

  private constructor(dependencies: { readonly store: ContentStore; readonly log: Log }, digest: Digest) {
    this.#with = dependencies;
    this.#digest = digest;
    this.#ref = `blob-${digest}`;
  }

  /** Empty, also where an earlier one was left: a registry may have given other bytes then. */
  static async open(
    dependencies: { readonly store: ContentStore; readonly log: Log },
    digest: Digest,
    sizeBytes?: number,
  ): Promise<BlobIngest> {
    const ingest = new BlobIngest(dependencies, digest);
    const size = sizeBytes === undefined ? {} : { size: BigInt(sizeBytes) };
    await ingest.#keep(async () => {
      const writer = await dependencies.store.writer(ingest.#ref, { digest, ...size });
      ingest.#writer = writer;
      if ((await writer.status()).offset > 0) await writer.truncate(0);
    });
    return ingest;
  }

  /** Why the blob is not kept; undefined also where it was there already. */
  get failure(): unknown {
    return this.#failure;
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#keep(async () => this.#writer?.write(bytes));
  }

  /** Proves the bytes once more, and makes them content. */
  async commit(labels: Info['labels']): Promise<void> {
    await this.#keep(async () => this.#writer?.commit(0, this.#digest, labels));
    this.#writer = undefined;
  }

  /** Removes what was written and frees the ref; after a commit there is nothing to remove. */
  async discard(): Promise<void> {
    const writer = this.#writer;
    this.#writer = undefined;
    if (!writer) return;
    try {
      await this.#with.store.abort(this.#ref);
    } catch (error) {
      if (!hasCode(error, 'not_found')) this.#with.log.warn('error aborting content ingest', { ref: this.#ref, error });
    } finally {
      await writer.close();
    }
  }

  async #keep(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!hasCode(error, 'already_exists')) {
        this.#failure = error;
        this.#with.log.warn('Error persisting blob', { digest: this.#digest, error });
      }
      await this.discard();
    }
  }
}
