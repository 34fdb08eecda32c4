import { isCount, parseWholeProgress, readRecord } from '../../api/index.ts';
import type { ImageDownload } from '../messages/offline.ts';

/** The progress of a download that one tab reports to the others. */
export interface ProgressReport {
  readonly digest: string;
  /** Undefined if the download has ended. */
  readonly run: ImageDownload | undefined;
}

/** Parses a message from another tab, which may run another release. Returns undefined for anything but a report. */
export function parseProgressReport(data: unknown): ProgressReport | undefined {
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
