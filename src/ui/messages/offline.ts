import type { CheckResponse, EstimateResponse, WholeAmount, WholeOptions } from '../../api/index.ts';
import type { Reason } from '../../errors/index.ts';
import type { Amount, MissingPart, Progress } from '../../oci/index.ts';
import { formatCount, formatRelative, formatSize, groupDigits, shortDigest } from '../kit/format.ts';
import { progressText } from './progress.ts';

/** The download of an image, in this tab or another. */
export interface ImageDownload {
  /** Undefined at the start; without a total while manifests and configs are read. */
  readonly progress?: Progress<Amount> | undefined;
  readonly bytesPerSecond?: number | undefined;
  /** Stored content is being hashed; nothing is downloaded yet. */
  readonly isVerifying?: true;
}

/** The fields of an entry of the offline list that its state depends on. */
interface OfflineEntry {
  readonly state: 'done' | 'paused' | 'unfinished';
  readonly why?: Reason;
  /** Parts that could not be downloaded. */
  readonly failed: number;
  /** 0 if unknown. */
  readonly bytes: number;
}

/** Text of the offline dialog, of its buttons and of the status line. */
export const offlineMessages = {
  title: { form: 'Make available offline', progress: 'Downloading', facts: 'Available offline' },

  include: 'Include',
  documents: 'Manifests and configs',
  layers: 'Layers and artifact blobs',
  referrers: 'Signatures, attestations and SBOMs',
  notIncluded: '—',
  platforms: 'Platforms',
  allPlatforms: (count: number) => `All ${count}`,
  ownPlatform: (platform: string) => `Only ${platform} (this device)`,
  noPlatform: 'Select at least one platform',
  noSpace: 'Free up space in Storage or include less. The download pauses when space runs out.',
  noServiceWorker:
    'The app itself won’t open offline, because service workers are unavailable here. Downloaded content stays.',
  listFull: (max: number) =>
    `Limit of ${formatCount(max, 'offline image')} reached, or site storage is blocked. Remove one or allow storage, then try again.`,
  download: 'Download',
  cancel: 'Cancel',

  progressBar: 'Download progress',
  queued: 'Queued',
  items: (count: number, total: number) => `${groupDigits(count)} of ${formatCount(total, 'item')}`,
  continues: 'You can close this; the download continues, and resumes next time you open the app.',
  partsStay: 'Downloaded parts are kept.',
  paused: 'Paused',
  pause: 'Pause',
  resume: 'Resume',
  tryAgain: 'Try again',
  downloadAgain: 'Download again',
  close: 'Close',
  change: 'Change…',
  remove: 'Remove from offline',
  unknownRegistry: 'the registry',

  includes: (options: WholeOptions) => `Includes ${optionsText(options)}.`,
  downloaded: (options: WholeOptions, bytes: number) =>
    `Includes ${optionsText(options)}: ${formatSize(bytes)}, downloaded`,
  promise: 'Opens offline and is never removed automatically.',
  missingParts: 'Parts that couldn’t be downloaded',
  moreParts: (count: number) => `and ${groupDigits(count)} more`,

  /** Text of the status line; `more` is the number of other images in the queue. */
  status: (run: ImageDownload | undefined, hasFailed: boolean, more: number) => {
    const others = more > 0 ? `, and ${formatCount(more, 'more image')}` : '';
    if (hasFailed) return `Offline download failed${others}`;
    return `${run ? `Downloading: ${downloadText(run)}` : 'Download queued'}${others}`;
  },
};

/** Returns `5 layers, 31 MB, 3.0 MB downloaded`. */
export function amountText({ count, bytes, hereCount, hereBytes }: WholeAmount, one: string, many = `${one}s`): string {
  const all = `${formatCount(count, one, many)}, ${formatSize(bytes)}`;
  if (hereCount === 0) return all;
  return hereCount === count ? `${all}, downloaded` : `${all}, ${formatSize(hereBytes)} downloaded`;
}

export function referrersText(count: number): string {
  return count === 0 ? 'no referrers' : `${groupDigits(count)} of these items`;
}

/** Returns the number of bytes that a download with these options fetches. */
export function bytesToDownload(
  { documents, layers }: EstimateResponse,
  options: Pick<WholeOptions, 'layers'>,
): number {
  const missing = ({ bytes, hereBytes }: WholeAmount) => bytes - hereBytes;
  return missing(documents) + (options.layers ? missing(layers) : 0);
}

/** Compares the size of a download with the free space, if the browser reports that. */
export function spaceText(
  needed: number,
  site: { readonly usedBytes: number; readonly quotaBytes: number } | undefined,
): { readonly text: string; readonly isShort: boolean } {
  if (needed === 0) return { text: 'Already downloaded', isShort: false };
  if (!site) return { text: `Needs ${formatSize(needed)}; free space unknown in this browser`, isShort: false };
  const free = Math.max(0, site.quotaBytes - site.usedBytes);
  const isShort = needed > free;
  return { text: `Needs ${formatSize(needed)}; ${isShort ? 'only ' : ''}${formatSize(free)} free`, isShort };
}

/** Lists what the estimate leaves out. */
export function leftOutTexts({ foreignLayers, lacking, referrersUnknown }: EstimateResponse): readonly string[] {
  return [
    ...(foreignLayers > 0
      ? [`${formatCount(foreignLayers, 'foreign layer is', 'foreign layers are')} not in the registry; skipped`]
      : []),
    ...(lacking > 0
      ? [
          `${formatCount(lacking, 'manifest')} couldn’t be read; ${lacking === 1 ? 'its contents aren’t' : 'their contents aren’t'} included in the size`,
        ]
      : []),
    ...(referrersUnknown > 0
      ? [`Referrers unknown for ${formatCount(referrersUnknown, 'manifest')} (not exposed by the registry)`]
      : []),
  ];
}

/** Returns what a download includes: `manifests, configs and layers of linux/amd64`. */
export function optionsText({ layers, referrers, platforms }: WholeOptions): string {
  const parts = ['manifests', 'configs', ...(layers ? ['layers'] : []), ...(referrers ? ['referrers'] : [])];
  const what = `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
  if (!platforms) return what;
  return `${what} of ${platforms.length > 2 ? formatCount(platforms.length, 'platform') : platforms.join(' and ')}`;
}

export interface OfflineState {
  /** `Available offline, verified 3 days ago`, `Downloading: 12.0 MB of 31 MB`. */
  readonly text: string;
  readonly tone: 'ok' | 'warn' | 'bad' | 'running';
}

/** The stored part of a downloaded image; `unknown` until the worker has answered. */
export type OfflineCheck = CheckResponse | 'unknown' | 'failed';

/** Describes the state of an image on the offline list. */
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
    return { text: `${verb}: ${downloadText(run, false)}`, tone: 'running' };
  }
  if (state === 'done') return availableState(failed, check, nowMs);
  if (why === 'quota') return { text: 'Paused: storage full', tone: 'bad' };
  if (state === 'paused')
    return { text: bytes > 0 ? `Paused (${formatSize(bytes)} in total)` : 'Paused', tone: 'warn' };
  return why ? { text: 'Download failed', tone: 'bad' } : { text: 'Queued', tone: 'running' };
}

function availableState(failed: number, check: OfflineCheck, nowMs: number): OfflineState {
  if (check === 'unknown') return { text: 'Checking…', tone: 'running' };
  if (check === 'failed') return { text: 'Check failed', tone: 'warn' };
  const { count, corrupt, missing, verifiedAtMs } = check;
  if (missing === count) return { text: 'Removed', tone: 'bad' };
  const missingCount = Math.max(missing, failed - corrupt);
  const faults = [
    ...(missingCount > 0 ? [`${formatCount(missingCount, 'part')} missing`] : []),
    ...(corrupt > 0 ? [`${formatCount(corrupt, 'part')} corrupt`] : []),
  ];
  if (faults.length > 0) return { text: `Incomplete: ${faults.join(', ')}`, tone: corrupt > 0 ? 'bad' : 'warn' };
  const verified = verifiedAtMs === undefined ? '' : `, verified ${formatRelative(verifiedAtMs, nowMs)}`;
  return { text: `Available offline${verified}`, tone: 'ok' };
}

/** Reports whether parts of a downloaded image have to be downloaded again. */
export function isIncomplete({ failed }: Pick<OfflineEntry, 'failed'>, check: OfflineCheck): boolean {
  return failed > 0 || (typeof check === 'object' && check.missing + check.corrupt > 0);
}

/** Returns the progress of a download, by default with its rate: `12.0 MB of 31 MB · 3.0 MB/s`. */
export function downloadText({ progress, bytesPerSecond }: ImageDownload, withRate = true): string {
  if (!progress) return 'starting';
  const { done, total } = progress;
  if (!total) return `${formatCount(done.count, 'manifest')} read`;
  const bytes = Math.min(done.bytes, total.bytes);
  return progressText({ done: bytes, total: total.bytes }, withRate ? bytesPerSecond : undefined);
}

/** Returns the text for screen readers. It changes at each quarter only, to avoid constant announcements. */
export function spokenDownload(run: ImageDownload | undefined): string {
  if (!run) return '';
  const { done, total } = run.progress ?? {};
  const quarter = done && total?.bytes ? Math.floor((done.bytes / total.bytes) * 4) * 25 : 0;
  return quarter === 0 || quarter >= 100 ? 'Downloading' : `${quarter}% downloaded`;
}

const reasonTexts: Partial<Record<MissingPart['reason'], string>> = {
  not_found: 'not found in the registry',
  denied: 'no access (403)',
  unauthenticated: 'sign-in required (401)',
  digest_mismatch: 'content doesn’t match its digest',
  unreachable: 'registry unreachable',
  tls: 'registry’s certificate isn’t trusted',
  too_large: 'too large',
  invalid_manifest: 'invalid manifest',
};

/** Returns `layer 4de221eb…479: not found in the registry`. */
export function missingPartText({ role, digest, reason }: MissingPart): string {
  const what = role === 'referrers' ? 'referrers of' : role;
  return `${what} ${shortDigest(digest)}: ${reasonTexts[reason] ?? reason.replaceAll('_', ' ')}`;
}
