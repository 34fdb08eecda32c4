import { isCount, readRecord } from '../../api/index.ts';
import type { Amount, Progress } from '../../oci/index.ts';
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
  const { progress, bytesPerSecond, isVerifying } = readRecord(run);
  return {
    digest,
    run: {
      progress: readProgress(readRecord(progress)),
      ...(typeof bytesPerSecond === 'number' ? { bytesPerSecond } : {}),
      ...(isVerifying === true ? { isVerifying } : {}),
    },
  };
}

function readProgress(fields: Readonly<Record<string, unknown>>): Progress<Amount> | undefined {
  const [done, total] = [fields.done, fields.total].map(readAmount);
  return done && { done, ...(total ? { total } : {}) };
}

function readAmount(value: unknown): Amount | undefined {
  const { count, bytes } = readRecord(value);
  return isCount(count) && isCount(bytes) ? { count, bytes } : undefined;
}
