import type { ExportAmount, ExportNeed, ExportPlan } from '../../api/index.ts';
import type { AppError } from '../../errors/index.ts';
import { formatCount, formatSize } from '../kit/format.ts';

/** The state of a file that the browser saves. */
export type SaveState =
  | { readonly state: 'asked' | 'done' | 'stopped' | 'cut' }
  | { readonly state: 'running'; readonly bytes: number; readonly totalBytes: number }
  | { readonly state: 'failed'; readonly error: AppError };

const roleNames = { manifest: 'manifest', config: 'config', layer: 'layer', blob: 'blob' } as const;

/** `2 layers and 1 config, 30 MB, are not here`; with what cannot be known where a manifest is missing. */
export function missingText({ lacking, missing, isPartial }: ExportPlan): string {
  const counts = Object.entries(roleNames).flatMap(([role, name]) => {
    const count = lacking.filter((lack) => lack.role === role).length;
    return count > 0 ? [formatCount(count, name)] : [];
  });
  const what = lacking.length < missing.count ? formatCount(missing.count, 'piece') : joined(counts);
  const size = missing.bytes > 0 ? `, ${formatSize(missing.bytes)},` : '';
  const [are, them] = missing.count === 1 ? ['is', 'it'] : ['are', 'them'];
  return `${what}${size} ${are} not here${isPartial ? `, and what belongs to ${them} is not known yet` : ''}.`;
}

/** Of a platform, beside its size. */
export function needText({ missing, isPartial, total }: ExportNeed): string {
  if (missing.count === 0) return 'here';
  if (isPartial) return 'not opened yet';
  return missing.bytes >= total.bytes ? 'not here' : `${amountText(missing)} not here`;
}

/** What a person is told of the file on its way. */
export function saveText(state: SaveState | undefined): string {
  switch (state?.state) {
    case 'asked':
      return 'Your browser saves it: it may ask you where.';
    case 'running':
      return `${formatSize(state.bytes)} of ${formatSize(state.totalBytes)} went to your browser, which saves it. Keep this page open until all of it did.`;
    case 'done':
      return 'All of it went to your browser, every byte proven.';
    case 'stopped':
      return 'It was stopped. What your browser saved of it is no whole file.';
    default:
      return '';
  }
}

/** A file that broke, which a browser may have taken for whole. */
export function brokenWords(
  state: SaveState | undefined,
): { readonly reason: string; readonly text: string } | undefined {
  if (state?.state === 'cut') {
    return {
      reason: 'internal',
      text: 'This browser stopped writing before the end. Delete the file that it saved, and save it again with this page in front.',
    };
  }
  if (state?.state !== 'failed') return undefined;
  const reason = state.error.reason ?? 'internal';
  return { reason, text: `${failureText(state.error)} If your browser saved a file, delete it.` };
}

/** Why there is no file, and what to do. */
export function failureText({ reason, message, detail }: AppError): string {
  const { why, next } = detail ?? {};
  if (reason === 'too_large' && typeof why === 'string' && typeof next === 'string') return `${why} ${next}`;
  switch (reason) {
    case 'corrupt':
      return 'What is stored here is damaged, and was set aside. Keep it again, then save.';
    case 'not_found':
      return 'It is not in this browser any more. Open the image again, then save.';
    case 'unsupported':
      return 'There is no file of this: an OCI layout has no place for it.';
    default:
      return `Failed: ${message}.`;
  }
}

function amountText({ bytes, count }: ExportAmount): string {
  return bytes > 0 ? formatSize(bytes) : formatCount(count, 'piece');
}

function joined(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
