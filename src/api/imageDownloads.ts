import type { Amount, Repository } from '../oci/index.ts';
import type { WholeOptions, WholePurpose } from './urls.ts';

/** An amount, and how much of that is stored. */
export interface WholeAmount extends Amount {
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

/** The stored part of an image. Manifests were hashed for this; of layers only the lengths were compared. */
export interface CheckResponse {
  readonly count: number;
  readonly missing: number;
  /** Known to be corrupt, or of another length. */
  readonly corrupt: number;
  /** Every part was hashed then or later; absent if some part is missing or corrupt. Milliseconds since 1970. */
  readonly verifiedAtMs?: number;
}

/**
 * Returns the URL to POST to in order to download, measure or check an image; without a repository its known ones are tried. The answer
 * is lines of a job whose result is null, an `EstimateResponse` or a `CheckResponse`. The progress of a download includes items that
 * were stored before; while manifests and configs are read, it has their count and no total.
 */
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
