import type { AppError } from '../errors/index.ts';
import type { Repository } from '../oci/index.ts';
import { parseError } from './errorBody.ts';
import { isCount } from './isCount.ts';
import { parseJson, readRecord } from './readJson.ts';
import type { WholeOptions, WholePurpose } from './urls.ts';

/** A number of items and their bytes, and how much of that is stored. */
export interface WholeAmount {
  readonly count: number;
  readonly bytes: number;
  readonly hereCount: number;
  readonly hereBytes: number;
}

/** The estimated size of an image's download. */
export interface EstimateResponse {
  /** Manifests and configs. */
  readonly documents: WholeAmount;
  /** All layers and artifact blobs, whether or not they are selected. */
  readonly layers: WholeAmount;
  /** Number of manifests that are referrers. */
  readonly referrers: number;
  /** Number of manifests and referrers lists that could not be fetched. */
  readonly lacking: number;
  /** Number of foreign layers, which are left out. */
  readonly foreignLayers: number;
  /** Number of manifests whose referrers the registry hides by CORS. */
  readonly referrersUnknown: number;
  /** Platforms of an index's entries. */
  readonly platforms: readonly string[];
}

/** Progress of an image's download, including items that were stored before. */
export interface DownloadProgressResponse {
  readonly count: number;
  readonly bytes: number;
  readonly total: { readonly count: number; readonly bytes: number };
}

/** A part that could not be downloaded, and why. */
export interface MissingPartResponse {
  readonly digest: string;
  /** `manifest`, `config`, `layer` or `blob`; `referrers` for the list of the digest's referrers */
  readonly role: string;
  readonly error: AppError;
}

/** The stored part of an image. Manifests were hashed for this; of layers only the lengths were compared. */
export interface CheckResponse {
  readonly count: number;
  readonly missing: number;
  /** Known to be corrupt, or of another length. */
  readonly corrupt: number;
  /** Every part was hashed then or later; absent if some part is missing or corrupt. Milliseconds since 1970. */
  readonly verifiedAtMs?: number;
}

/** A line of the answer. The last one has `measured`, `checked`, `kept` or `error`; without it the answer was cut. */
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

/** Returns the URL to POST to in order to download, measure or check an image; without a repository its known ones are tried. */
export function downloadImageUrl(
  repository: Repository | undefined,
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

/** Parses a `DownloadImageLine`; undefined if the text is not one. */
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

/** Parses a `DownloadProgressResponse`; undefined if the value is not one. */
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
