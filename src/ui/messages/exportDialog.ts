import type { ExportNeed, ExportPlan } from '../../api/index.ts';
import type { AppError } from '../../errors/index.ts';
import type { Amount, Progress } from '../../oci/index.ts';
import { formatCount, formatSize } from '../kit/format.ts';
import { progressText } from './progress.ts';

/** The state of a file that the browser saves. */
export type SaveState =
  | { readonly state: 'asked' | 'done' | 'stopped' | 'cut' }
  | ({ readonly state: 'running' } & Required<Progress>)
  | { readonly state: 'failed'; readonly error: AppError };

/** Text of the dialogs that save an image, or the bytes of one blob, to a file. */
export const exportMessages = {
  title: 'Export',
  format: 'as an OCI image layout in a .tar, with unchanged content and digests',
  schema1:
    'Docker schema 1 can’t be exported, because OCI layouts don’t support it. Pull the image with a tool that converts it, such as skopeo.',
  referrers: (count: number, isIncluded: boolean) =>
    `Include ${formatCount(count, 'referrer')} (signatures, SBOMs).${isIncluded ? ' podman load can’t read archives with referrers.' : ''}`,
  name: 'Image name',
  noName: 'none',
  nameHint: 'Tag applied by docker load and podman load. Leave empty for digest only.',
  invalidName: 'Enter a reference like docker.io/library/alpine:3.22',
  use: 'Use this file',

  platforms: 'Platforms',
  allPlatforms: 'All platforms',
  noPlatform: 'Select at least one platform',
  morePlatforms: (count: number) =>
    `${formatCount(count, 'more platform is', 'more platforms are')} not listed, and exported only with all platforms.`,
  somePlatforms:
    'The index keeps its digest but lists platforms missing from the file; tools that need all platforms reject it. To export one platform, use its own row.',

  onlyDownloaded: 'Only downloaded content can be exported.',
  downloadMissing: 'Download missing parts',
  cancel: 'Cancel',
  progressBar: 'Download progress',
  noRepository: 'No repository known. Open as host/name@digest to download the rest.',

  saveContentTitle: 'Save to a file',
  notDownloaded: 'Not downloaded yet. Download it first.',
  save: 'Save file',
  noServiceWorker:
    'Service workers are unavailable here (plain HTTP), so the page collects the whole file before your browser saves it.',
};

/** Notes on the commands that read an exported file. */
export const readCommandNotes = {
  ownPlatform: 'Copies the platform of this machine; use --override-os and --override-arch for another.',
  replaceRegistry: (registry: string) => `Replace ${registry} with your registry.`,
  docker: 'Requires Docker 27 or later with the containerd image store; otherwise docker loads one image per file.',
  crane: 'Pushes from a folder, so that the digest stays the same.',
};

const roleNames = { manifest: 'manifest', config: 'config', layer: 'layer', blob: 'blob' } as const;

/** Returns `Not downloaded: 2 layers and 1 config, 30 MB.`; notes if a missing manifest hides further content. */
export function missingText({ lacking, missing, isPartial }: ExportPlan): string {
  const counts = Object.entries(roleNames).flatMap(([role, name]) => {
    const count = lacking.filter((part) => part.role === role).length;
    return count > 0 ? [formatCount(count, name)] : [];
  });
  const what = lacking.length < missing.count ? formatCount(missing.count, 'item') : joined(counts);
  const size = missing.bytes > 0 ? `, ${formatSize(missing.bytes)}` : '';
  return `Not downloaded: ${what}${size}${isPartial ? '; there may be more, listed in a missing manifest' : ''}.`;
}

/** Returns what is missing of a platform. */
export function needText({ missing, isPartial, total }: ExportNeed): string {
  if (missing.count === 0) return 'downloaded';
  if (isPartial) return 'not opened yet';
  return missing.bytes >= total.bytes ? 'not downloaded' : `${sizeOrCount(missing)} not downloaded`;
}

/** Describes the progress of a file that the browser saves. */
export function saveText(state: SaveState | undefined): string {
  switch (state?.state) {
    case 'asked':
      return 'Saving. Your browser may ask where.';
    case 'running':
      return `${progressText(state, undefined)}. Keep this page open.`;
    case 'done':
      return 'Saved. All digests verified.';
    case 'stopped':
      return 'Cancelled. Delete the incomplete file.';
    default:
      return '';
  }
}

/** Describes a file that is incomplete although the browser may show it as saved; undefined for other states. */
export function brokenFileMessage(
  state: SaveState | undefined,
): { readonly reason: string; readonly text: string } | undefined {
  if (state?.state === 'cut') {
    return {
      reason: 'internal',
      text: 'The download was interrupted. Delete the file and try again, keeping this tab in the foreground.',
    };
  }
  if (state?.state !== 'failed') return undefined;
  const reason = state.error.reason ?? 'internal';
  return { reason, text: `${failureText(state.error)} If your browser saved a file, delete it.` };
}

/** Describes why an export failed, and what to do. */
export function failureText({ reason, message, detail }: AppError): string {
  const { why, next } = detail ?? {};
  if (reason === 'too_large' && typeof why === 'string' && typeof next === 'string') return `${why} ${next}`;
  switch (reason) {
    case 'corrupt':
      return 'The cached copy is corrupt. Download it again, then save.';
    case 'not_found':
      return 'The content is no longer cached. Open the image again, then save.';
    case 'unsupported':
      return 'Can’t be exported: OCI layouts don’t support Docker schema 1.';
    default:
      return `Failed: ${message}.`;
  }
}

function sizeOrCount({ bytes, count }: Amount): string {
  return bytes > 0 ? formatSize(bytes) : formatCount(count, 'item');
}

function joined(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
