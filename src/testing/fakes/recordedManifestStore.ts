import { createMemoryStore } from '../../content/index.ts';
import { createManifestStore, type Log, type ManifestStore } from '../../distribution/index.ts';
import type { Manifest, Repository } from '../../oci/index.ts';
import { CallLog } from './callLog.ts';
import { createRecordingRemote } from './recordingRemote.ts';
import { type RecordingStore, recordStore } from './recordingStore.ts';

export interface RecordedManifestStoreOptions {
  /** The remote's answers by digest. */
  readonly answers?: Readonly<Record<string, Manifest | null | Error>>;
  readonly exists?: boolean | Error;
  readonly repository?: Repository;
}

/** A manifest store over an empty memory store and a remote, whose calls share one log in order. */
export interface RecordedManifestStore {
  readonly calls: CallLog;
  readonly local: RecordingStore;
  readonly warnings: RecordingLog['warnings'];
  readonly debugs: RecordingLog['debugs'];
  readonly manifests: ManifestStore;
}

export function recordManifestStore({
  answers = {},
  exists,
  repository,
}: RecordedManifestStoreOptions = {}): RecordedManifestStore {
  const calls = new CallLog();
  const local = recordStore(createMemoryStore(), calls);
  const remote = createRecordingRemote({ log: calls, answers, ...(exists === undefined ? {} : { exists }) });
  const log = new RecordingLog();
  const manifests = createManifestStore({ local, remote, log, repository });
  return { calls, local, warnings: log.warnings, debugs: log.debugs, manifests };
}

export interface LogLine {
  readonly message: string;
  /** of the logged error */
  readonly error: string | undefined;
}

/** Collects what is logged. */
export class RecordingLog implements Log {
  readonly warnings: LogLine[] = [];
  readonly debugs: LogLine[] = [];

  warn(message: string, fields?: Readonly<Record<string, unknown>>): void {
    this.warnings.push(lineOf(message, fields));
  }

  debug(message: string, fields?: Readonly<Record<string, unknown>>): void {
    this.debugs.push(lineOf(message, fields));
  }
}

function lineOf(message: string, fields: Readonly<Record<string, unknown>> | undefined): LogLine {
  return { message, error: fields?.error instanceof Error ? fields.error.message : undefined };
}
