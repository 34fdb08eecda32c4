import type {
  CheckResponse,
  DownloadProgressResponse,
  EstimateResponse,
  WholeAmount,
  WholeOptions,
} from '../../api/index.ts';
import type { Reason } from '../../errors/index.ts';
import { formatCount, formatRelative, formatSize, groupDigits, shortDigest } from '../kit/format.ts';
import { progressText } from './progress.ts';

/** The state of a download of an image. `read` counts manifests while its size is not known yet. */
export interface ImageDownload {
  readonly read: number;
  readonly progress?: DownloadProgressResponse | undefined;
  readonly bytesPerSecond?: number | undefined;
  readonly isVerifying?: true;
}

/** An entry of the offline list, as far as its state is told. */
interface OfflineEntry {
  readonly state: 'done' | 'paused' | 'unfinished';
  readonly why?: Reason;
  /** Parts that could not be downloaded. */
  readonly failed: number;
  /** 0 if unknown. */
  readonly bytes: number;
}

interface MissingNote {
  readonly digest: string;
  readonly role: string;
  readonly reason: Reason;
}

/** `5 layers, 31 MB, of which 3.0 MB are here`. */
export function amountWords(
  { count, bytes, hereCount, hereBytes }: WholeAmount,
  one: string,
  many = `${one}s`,
): string {
  const all = `${formatCount(count, one, many)}, ${formatSize(bytes)}`;
  if (hereCount === 0) return all;
  return hereCount === count ? `${all}, all here` : `${all}, of which ${formatSize(hereBytes)} are here`;
}

export function referrersWords(count: number): string {
  return count === 0 ? 'nothing refers to it' : `${groupDigits(count)} of these documents`;
}

/** What is to be fetched yet, of what is chosen. */
export function neededBytes({ documents, layers }: EstimateResponse, options: Pick<WholeOptions, 'layers'>): number {
  const missing = ({ bytes, hereBytes }: WholeAmount) => bytes - hereBytes;
  return missing(documents) + (options.layers ? missing(layers) : 0);
}

/** Whether there is room, as far as the browser tells. */
export function roomWords(
  needed: number,
  site: { readonly usedBytes: number; readonly quotaBytes: number } | undefined,
): { readonly text: string; readonly isShort: boolean } {
  if (needed === 0) return { text: 'All of it is here already: nothing has to be fetched.', isShort: false };
  if (!site)
    return { text: `Needs ${formatSize(needed)}. This browser does not tell how much is free.`, isShort: false };
  const free = Math.max(0, site.quotaBytes - site.usedBytes);
  const isShort = needed > free;
  return {
    text: `Needs ${formatSize(needed)}${isShort ? ', and only' : ';'} ${formatSize(free)} are free.`,
    isShort,
  };
}

/** Of what is left out or could not be read; nothing where there is nothing to say. */
export function leftOutWords({ foreignLayers, lacking, referrersUnknown }: EstimateResponse): readonly string[] {
  return [
    ...(foreignLayers > 0
      ? [
          `${formatCount(foreignLayers, 'layer is', 'layers are')} left out: the publisher has them elsewhere, not the registry.`,
        ]
      : []),
    ...(lacking > 0
      ? [`${formatCount(lacking, 'document')} could not be had, so that what belongs to it is not counted.`]
      : []),
    ...(referrersUnknown > 0
      ? [
          `Whether anything refers to ${formatCount(referrersUnknown, 'document')} is not known: the registry does not say.`,
        ]
      : []),
  ];
}

/** What is kept of an image: `manifests, configs, layers; linux/amd64 alone`. */
export function optionsWords({ layers, referrers, platforms }: WholeOptions): string {
  const parts = ['documents', ...(layers ? ['layers'] : []), ...(referrers ? ['referrers'] : [])];
  const what = parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : `${parts[0]} alone`;
  if (!platforms) return what;
  return `${what} of ${platforms.length > 2 ? formatCount(platforms.length, 'platform') : platforms.join(' and ')}`;
}

export interface OfflineState {
  /** `Available offline, verified 3 days ago`, `Downloading: 12.0 MB of 31 MB`. */
  readonly text: string;
  readonly tone: 'ok' | 'warn' | 'bad' | 'running';
}

/** What is stored of an image that was downloaded; `unknown` until the worker has answered. */
export type OfflineCheck = CheckResponse | 'unknown' | 'failed';

/** The state of an image on the offline list, in a few words. */
export function offlineState(
  { state, why, failed, bytes }: OfflineEntry,
  {
    run,
    check,
    nowMs,
  }: { readonly run: ImageDownload | undefined; readonly check: OfflineCheck; readonly nowMs: number },
): OfflineState {
  if (run) {
    const verb = run.isVerifying ? 'Verifying' : 'Downloading';
    return { text: `${verb}: ${runWords(run, false)}`, tone: 'running' };
  }
  if (state === 'done') return availableState(failed, check, nowMs);
  if (why === 'quota') return { text: 'Paused: no room left', tone: 'bad' };
  if (state === 'paused') return { text: bytes > 0 ? `Paused, of ${formatSize(bytes)}` : 'Paused', tone: 'warn' };
  return why ? { text: 'Stopped before the end', tone: 'bad' } : { text: 'Waiting to be kept', tone: 'running' };
}

function availableState(failed: number, check: OfflineCheck, nowMs: number): OfflineState {
  if (check === 'unknown') return { text: 'Checking…', tone: 'running' };
  if (check === 'failed') return { text: 'Could not be checked', tone: 'warn' };
  const { count, corrupt, missing, verifiedAtMs } = check;
  if (missing === count) return { text: 'Not stored any more', tone: 'bad' };
  const lacking = Math.max(missing, failed - corrupt);
  const faults = [
    ...(lacking > 0 ? [`${formatCount(lacking, 'part')} missing`] : []),
    ...(corrupt > 0 ? [`${formatCount(corrupt, 'part')} corrupt`] : []),
  ];
  if (faults.length > 0) return { text: `Incomplete: ${faults.join(', ')}`, tone: corrupt > 0 ? 'bad' : 'warn' };
  const verified = verifiedAtMs === undefined ? '' : `, verified ${formatRelative(verifiedAtMs, nowMs)}`;
  return { text: `Available offline${verified}`, tone: 'ok' };
}

/** Reports whether some of an image that was downloaded has to be downloaded again. */
export function isIncomplete({ failed }: Pick<OfflineEntry, 'failed'>, check: OfflineCheck): boolean {
  return failed > 0 || (typeof check === 'object' && check.missing + check.corrupt > 0);
}

/** How far it is, with its rate where that is wanted. */
export function runWords({ read, progress, bytesPerSecond }: ImageDownload, withRate = true): string {
  if (!progress) return read > 0 ? `${formatCount(read, 'document')} read` : 'starting';
  const { bytes, total } = progress;
  return progressText(
    { offset: Math.min(bytes, total.bytes), total: total.bytes },
    withRate ? bytesPerSecond : undefined,
  );
}

/** What is said aloud: a quarter at a time, so that it does not talk all the time. */
export function spokenRun(run: ImageDownload | undefined): string {
  const { bytes = 0, total } = run?.progress ?? {};
  if (!run) return '';
  const quarter = total?.bytes ? Math.floor((bytes / total.bytes) * 4) * 25 : 0;
  return quarter === 0 || quarter >= 100 ? 'Keeping' : `${quarter} % are here`;
}

const reasonWords: Partial<Record<MissingNote['reason'], string>> = {
  not_found: 'its registry does not have it',
  denied: 'its registry does not let you read it',
  unauthenticated: 'its registry wants you to sign in',
  digest_mismatch: 'what came is not what the digest names',
  unreachable: 'its registry cannot be reached',
  tls: 'its registry has no certificate that is trusted',
  too_large: 'it is too large',
  invalid_manifest: 'it is no valid manifest',
};

/** `layer 4de221eb…479: its registry does not have it`. */
export function lackingWords({ role, digest, reason }: MissingNote): string {
  const what = role === 'referrers' ? 'what refers to' : role;
  return `${what} ${shortDigest(digest)}: ${reasonWords[reason] ?? reason.replaceAll('_', ' ')}`;
}
