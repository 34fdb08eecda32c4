import type { ContentReader, ContentStore, ReaderAt, Writer } from '../../content/index.ts';
import { CallLog } from './callLog.ts';

type StoreCall = Exclude<keyof ContentStore, symbol>;

/** Calls of the store, its writers and its readers that can be recorded and made to fail. */
export type RecordedStoreCall =
  | StoreCall
  | `writer.${Exclude<keyof Writer, symbol>}`
  | `reader.${Exclude<keyof ReaderAt, 'size' | symbol>}`;

/** A content store that records its calls and fails on request. */
export interface RecordingStore extends ContentStore {
  readonly log: CallLog;
  /**
   * From now on the call throws and does nothing if `when` accepts its recorded arguments. The call is still recorded.
   */
  fail(call: RecordedStoreCall, error: unknown, when?: (...args: readonly unknown[]) => boolean): void;
  /** All calls work again. */
  mend(): void;
  /** Readers of the digest return these bytes, as from a failing disk, until the content is deleted. */
  corrupt(digest: string, bytes: Uint8Array): void;
}

/**
 * Wraps a store. Recorded arguments are the ref or digest, for `writer` the descriptor, for `commit` size, digest and
 * labels, for `write` and `readAt` the number of bytes, for `update` labels and paths. Descriptors are recorded as
 * passed.
 */
export function recordStore(store: ContentStore, log: CallLog = new CallLog()): RecordingStore {
  const failures = new Map<RecordedStoreCall, (...args: readonly unknown[]) => void>();
  const corrupted = new Map<string, Uint8Array>();
  const note = (name: RecordedStoreCall, ...args: readonly unknown[]): void => {
    log.record(name, ...args);
    failures.get(name)?.(...args);
  };
  return {
    log,
    fail: (call, error, when = () => true) => {
      failures.set(call, (...args) => {
        if (when(...args)) throw error;
      });
    },
    mend: () => failures.clear(),
    corrupt: (digest, bytes) => {
      corrupted.set(digest, bytes);
    },
    writer: async (ref, descriptor, options) => {
      note('writer', ref, descriptor);
      return recordWriter(await store.writer(ref, descriptor, options), note);
    },
    readerAt: async (descriptor, options) => {
      note('readerAt', descriptor.digest);
      const reader = await store.readerAt(descriptor, options);
      const bytes = corrupted.get(descriptor.digest);
      return recordReader(bytes === undefined ? reader : readerOf(bytes, reader), note);
    },
    status: async (ref) => {
      note('status', ref);
      return store.status(ref);
    },
    listStatuses: async () => {
      note('listStatuses');
      return store.listStatuses();
    },
    abort: async (ref, options) => {
      note('abort', ref);
      return store.abort(ref, options);
    },
    info: async (digest) => {
      note('info', digest);
      return store.info(digest);
    },
    update: async (info, ...fieldpaths) => {
      note('update', info.digest, info.labels, ...fieldpaths);
      return store.update(info, ...fieldpaths);
    },
    link: async (digest, references) => {
      note('link', digest, references);
      return store.link(digest, references);
    },
    referredBy: async (digest, limit) => {
      note('referredBy', digest, limit);
      return store.referredBy(digest, limit);
    },
    references: async () => {
      note('references');
      return store.references();
    },
    walk: async (visit, filter) => {
      note('walk', ...(filter ? [filter] : []));
      return store.walk(visit, filter);
    },
    delete: async (digest) => {
      note('delete', digest);
      corrupted.delete(digest);
      return store.delete(digest);
    },
    touch: async (uses) => {
      note('touch', ...uses.keys());
      return store.touch(uses);
    },
    uses: async () => {
      note('uses');
      return store.uses();
    },
    faults: () => store.faults(),
    dropFaults: () => store.dropFaults(),
    collect: async (digests, options) => {
      note('collect', ...digests);
      return store.collect(digests, options);
    },
    hasBody: async (digest) => {
      note('hasBody', digest);
      return store.hasBody(digest);
    },
    markVerified: async (digest, at) => {
      note('markVerified', digest);
      return store.markVerified(digest, at);
    },
    roots: async () => {
      note('roots');
      return store.roots();
    },
    changeRoots: async (change, requires = []) => {
      note('changeRoots', ...requires);
      return store.changeRoots(change, requires);
    },
  };
}

type Note = (name: RecordedStoreCall, ...args: readonly unknown[]) => void;

function recordWriter(writer: Writer, note: Note): Writer {
  return {
    write: async (bytes) => {
      note('writer.write', bytes.length);
      return writer.write(bytes);
    },
    digest: () => {
      note('writer.digest');
      return writer.digest();
    },
    readAt: async (offset, length) => {
      note('writer.readAt', offset, length);
      return writer.readAt(offset, length);
    },
    commit: async (size, expected, labels, references) => {
      note('writer.commit', size, expected, labels);
      return writer.commit(size, expected, labels, references);
    },
    truncate: async (size) => {
      note('writer.truncate', size);
      return writer.truncate(size);
    },
    status: async () => {
      note('writer.status');
      return writer.status();
    },
    close: async () => {
      note('writer.close');
      return writer.close();
    },
  };
}

function recordReader(reader: ContentReader, note: Note): ContentReader {
  return {
    size: reader.size,
    info: reader.info,
    readAt: async (offset, length) => {
      note('reader.readAt', offset, length);
      return reader.readAt(offset, length);
    },
    close: async () => {
      note('reader.close');
      return reader.close();
    },
  };
}

function readerOf(bytes: Uint8Array, reader: ContentReader): ContentReader {
  return {
    size: bytes.length,
    info: reader.info,
    readAt: async (offset, length) => bytes.slice(offset, offset + length),
    close: () => reader.close(),
  };
}
