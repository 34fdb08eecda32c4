import type { AppError } from '../errors/index.ts';
import { parseError } from './errorBody.ts';
import { isCount } from './isCount.ts';
import { parseJson, readRecord } from './readJson.ts';
import type { RepositoryAddress, WholeOptions, WholePurpose } from './urls.ts';

/** A number of items and their bytes, and how much of that is stored. */
export interface WholeAmount {
  readonly count: number;
  readonly bytes: number;
  readonly hereCount: number;
  readonly hereBytes: number;
}

/** What an image takes. */
export interface EstimateResponse {
  /** Manifests and configs. */
  readonly documents: WholeAmount;
  /** Layers, and the blobs of artifacts: all, whether or not they are wanted. */
  readonly layers: WholeAmount;
  /** How many manifests refer to another. */
  readonly referrers: number;
  /** How many manifests, or lists of referrers, could not be had. */
  readonly lacking: number;
  /** Layers that are to be had elsewhere, and are left out. */
  readonly foreignLayers: number;
  /** Number of manifests whose referrers the registry hides by CORS. */
  readonly referrersUnknown: number;
  /** Of an index: the platforms of its entries. */
  readonly platforms: readonly string[];
}

/** How far an image is kept, what was here before among it. */
export interface DownloadProgressResponse {
  readonly count: number;
  readonly bytes: number;
  readonly total: { readonly count: number; readonly bytes: number };
}

/** A part that could not be had, and why. */
export interface MissingPartResponse {
  readonly digest: string;
  /** manifest, config, layer, blob; referrers: the list of what refers to the digest */
  readonly role: string;
  readonly error: AppError;
}

/** How much of an image is stored; manifests were hashed for it, layers only counted and measured. */
export interface CheckResponse {
  readonly count: number;
  readonly missing: number;
  /** Known to be corrupt, or of another length. */
  readonly corrupt: number;
  /** Every part was hashed then or later; absent if some part is missing or corrupt. Milliseconds since 1970. */
  readonly verifiedAtMs?: number;
}

/** A line of the answer. The last one has `measured`, `checked`, `kept` or `error`; an answer without it was cut. */
export type DownloadImageLine =
  /** Number of manifests and configs read so far. */
  | { readonly read: number }
  | { readonly progress: DownloadProgressResponse }
  | { readonly lacking: MissingPartResponse }
  | { readonly measured: EstimateResponse }
  | { readonly checked: CheckResponse }
  /** Everything is stored except this number of parts. */
  | { readonly kept: true; readonly failed: number }
  | { readonly error: AppError };

/** Where an image is kept by POST, or measured; without a repository it is looked for as a bare digest is. */
export function downloadImageUrl(
  repository: RepositoryAddress | undefined,
  digest: string,
  { layers, referrers, platforms = [] }: WholeOptions,
  purpose: WholePurpose = 'keep',
): string {
  const query = [
    ...(repository ? [`ns=${repository.host}`] : []),
    ...(layers ? ['layers'] : []),
    ...(referrers ? ['referrers'] : []),
    ...platforms.map((platform) => `platform=${encodeURIComponent(platform)}`),
    ...(purpose === 'keep' ? [] : [purpose]),
  ];
  const path = repository ? `${repository.name}/${digest}` : digest;
  return `/-/keep/${path}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}

/** Returns undefined if the text is not such a line. */
export function parseDownloadImageLine(text: string): DownloadImageLine | undefined {
  const line = readRecord(parseJson(text));
  const failure = parseError(line.error);
  if (failure) return { error: failure };
  if (isCount(line.read)) return { read: line.read };
  if (line.kept === true && isCount(line.failed)) return { kept: true, failed: line.failed };
  const { digest, role, error } = readRecord(line.lacking);
  const lacks = parseError(error);
  if (lacks && typeof digest === 'string' && typeof role === 'string')
    return { lacking: { digest, role, error: lacks } };
  const progress = parseWholeProgress(line.progress);
  if (progress) return { progress };
  const checked = readChecked(readRecord(line.checked));
  if (checked) return { checked };
  const measured = readMeasured(readRecord(line.measured));
  return measured && { measured };
}

/** Returns undefined if the value is not such a progress. */
export function parseWholeProgress(value: unknown): DownloadProgressResponse | undefined {
  const { count, bytes, total } = readRecord(value);
  const all = readRecord(total);
  if (!isCount(count) || !isCount(bytes) || !isCount(all.count) || !isCount(all.bytes)) return undefined;
  return { count, bytes, total: { count: all.count, bytes: all.bytes } };
}

function readChecked({ count, missing, corrupt, verifiedAtMs }: Readonly<Record<string, unknown>>) {
  if (!isCount(count) || !isCount(missing) || !isCount(corrupt)) return undefined;
  return { count, missing, corrupt, ...(isCount(verifiedAtMs) ? { verifiedAtMs } : {}) };
}

function readMeasured(facts: Readonly<Record<string, unknown>>): EstimateResponse | undefined {
  const [documents, layers] = [readAmount(readRecord(facts.documents)), readAmount(readRecord(facts.layers))];
  const { referrers, lacking, foreignLayers, referrersUnknown, platforms } = facts;
  if (
    !documents ||
    !layers ||
    !isCount(referrers) ||
    !isCount(lacking) ||
    !isCount(foreignLayers) ||
    !isCount(referrersUnknown)
  )
    return undefined;
  const named = Array.isArray(platforms) ? platforms.filter((platform) => typeof platform === 'string') : [];
  return { documents, layers, referrers, lacking, foreignLayers, referrersUnknown, platforms: named };
}

function readAmount({ count, bytes, hereCount, hereBytes }: Readonly<Record<string, unknown>>) {
  if (!isCount(count) || !isCount(bytes) || !isCount(hereCount) || !isCount(hereBytes)) return undefined;
  return { count, bytes, hereCount, hereBytes };
}
