import type { ManifestRemote } from '../../distribution/index.ts';
import { AppError } from '../../errors/index.ts';
import type { Manifest } from '../../oci/index.ts';
import { CallLog } from './callLog.ts';

export interface RecordingRemoteOptions {
  readonly log?: CallLog;
  /** By digest: the answer of `get`, or the error that it throws. not_found for all others. */
  readonly answers?: Readonly<Record<string, Manifest | null | Error>>;
  /** The answer or the error of `exists`; if undefined, the remote has no such method. */
  readonly exists?: boolean | Error;
}

/** A remote that records its calls, as `remote.get` and `remote.exists`, and answers from a map. */
export interface RecordingRemote extends ManifestRemote {
  readonly log: CallLog;
}

export function createRecordingRemote({
  log = new CallLog(),
  answers = {},
  exists,
}: RecordingRemoteOptions = {}): RecordingRemote {
  return {
    log,
    get: async (digest) => {
      log.record('remote.get', digest);
      const answer = answers[digest];
      if (answer === undefined) throw new AppError('not_found', `"${digest}" is not at the remote`);
      if (answer instanceof Error) throw answer;
      return answer;
    },
    ...(exists === undefined
      ? {}
      : {
          exists: async (digest: string) => {
            log.record('remote.exists', digest);
            if (exists instanceof Error) throw exists;
            return exists;
          },
        }),
  };
}
