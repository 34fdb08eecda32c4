import type { ContentStore } from '../content/index.ts';
import { AppError } from '../errors/index.ts';
import { type Chunks, chunksOf, type Digest, type Repository, skipBytes } from '../oci/index.ts';
import type { Registry } from '../registry/index.ts';
import type { Download } from './download.ts';
import { requestFrom } from './downloadRanges.ts';
import { readBytes, readContent } from './readContent.ts';

export interface FollowOptions {
  readonly store: Pick<ContentStore, 'readerAt'>;
  readonly registry: Pick<Registry, 'blob'>;
  readonly repository: Repository;
  readonly digest: Digest;
  readonly download: Download;
  readonly leave: () => void;
}

/**
 * Returns all bytes of a blob that is being downloaded, as they reach its ingest. If the store fails, fetches the rest for
 * this reader alone: the read continues, and nothing is stored.
 */
export function followBytes(options: FollowOptions): Chunks {
  return async function* (signal) {
    const { download, leave } = options;
    let at = 0;
    try {
      for await (const bytes of followIngest(options, signal)) {
        at += bytes.length;
        yield bytes;
      }
      if (download.isVerified && at === download.offset && download.end?.kind !== 'stored') return;
      if (download.end?.kind === 'stored') {
        yield* readContent(options.store, options.digest, at);
        return;
      }
      leave();
      yield* fetchAlone(options, at, signal);
    } finally {
      leave();
    }
  };
}

/** Yields the bytes of the ingest until the download ends or they cannot be read back. */
async function* followIngest(
  { download, digest, repository }: FollowOptions,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  const isOwn = isSame(download.repository, repository);
  let { generation } = download;
  let at = 0;
  while (!download.end && !download.isWaiting) {
    if (download.generation !== generation && at > 0) throw changed(digest);
    generation = download.generation;
    if (at === download.offset) {
      await download.changed(signal);
      continue;
    }
    const bytes = await download.readAt(at, readBytes);
    if (download.generation !== generation) continue;
    if (!bytes || bytes.length === 0) {
      // During the commit it can be read neither as an ingest nor as content.
      if (download.isVerified && !download.end) await download.changed(signal);
      if (download.isVerified) continue;
      break;
    }
    at += bytes.length;
    yield bytes;
  }
  if (download.generation !== generation && at > 0) throw changed(digest);
  // Another repository may have a blob that this one refuses.
  if (download.end?.kind === 'failed' && isOwn) throw download.end.error;
}

async function* fetchAlone(options: FollowOptions, at: number, signal: AbortSignal): AsyncGenerator<Uint8Array, void> {
  const { registry, repository, digest, download } = options;
  const opened = at === 0 ? download.takeOpened() : undefined;
  if (opened) return yield* chunksOf(opened.body, signal);
  const remote =
    at === 0
      ? await registry.blob(repository, digest, { signal })
      : await requestFrom({ registry, repository, digest, signal }, at);
  if (remote) yield* skipBytes(chunksOf(remote.body), remote.range ? 0 : at);
}

export function isSame(one: Repository, other: Repository): boolean {
  return one.host === other.host && one.name === other.name;
}

function changed(digest: Digest): AppError {
  return new AppError('data_loss', `the partial download of "${digest}" does not match and was restarted`, {
    reason: 'digest_mismatch',
    detail: { digest },
  });
}
