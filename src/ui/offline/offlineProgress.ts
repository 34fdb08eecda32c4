import { type DownloadProgressResponse, isCount, parseWholeProgress, readRecord } from '../../api/index.ts';

/** How far an image is kept that is being kept now, in this tab or another. */
export interface OfflineProgress {
  /** So many documents were read, as long as it is not known what there is. */
  readonly read: number;
  readonly progress?: DownloadProgressResponse | undefined;
  readonly bytesPerSecond?: number | undefined;
  /** What is stored is hashed; nothing is downloaded yet. */
  readonly isVerifying?: true;
}

export interface RunTold {
  readonly digest: string;
  /** Undefined where it has ended. */
  readonly run: OfflineProgress | undefined;
}

/** What another tab tells on the channel, which may be of another release; undefined where it is none. */
export function parseRunTold(data: unknown): RunTold | undefined {
  const { digest, run } = readRecord(data);
  if (typeof digest !== 'string') return undefined;
  if (run === undefined) return { digest, run };
  const fields = readRecord(run);
  const { read, bytesPerSecond } = fields;
  const progress = parseWholeProgress(fields.progress);
  if (!isCount(read)) return undefined;
  return {
    digest,
    run: {
      read,
      progress,
      ...(typeof bytesPerSecond === 'number' ? { bytesPerSecond } : {}),
      ...(fields.isVerifying === true ? { isVerifying: true } : {}),
    },
  };
}
