import { AppError } from '../errors/index.ts';
import { type Digest, isDigest } from '../oci/index.ts';
import { isCount } from './isCount.ts';
import { readRecord } from './readJson.ts';

export interface ExportAmount {
  readonly count: number;
  /** As far as sizes are known. */
  readonly bytes: number;
}

/** Content that the file takes and that is not here, or is damaged. */
export interface ExportLack {
  readonly digest: Digest;
  readonly role: 'manifest' | 'config' | 'layer' | 'blob';
  readonly size?: number;
}

/** What a choice of an image takes, by what is stored. */
export interface ExportNeed {
  readonly total: ExportAmount;
  readonly missing: ExportAmount;
  /** Manifests are missing, so that what is below them is not known. */
  readonly isPartial: boolean;
}

export interface ExportPlan extends ExportNeed {
  readonly mediaType: string;
  /** Of schema1 there is no file. */
  readonly kind: 'image' | 'index' | 'artifact' | 'schema1';
  /** Of the whole file; undefined until all is here. */
  readonly fileBytes?: number;
  /** It has what programs read that know `docker save` alone. */
  readonly isForDocker: boolean;
  /** How many manifests refer to what is chosen, as far as that is known here, whether or not they are chosen. */
  readonly referrers: number;
  /** At most a thousand. */
  readonly lacking: readonly ExportLack[];
  readonly platforms: readonly (ExportNeed & { readonly platform: string })[];
  /** How many the index names beyond those, which are not measured: they are in the file where no platform is named. */
  readonly morePlatforms: number;
}

/** How far the bytes of a file have gone to the browser. `unknown`: not begun, or the worker was stopped; `stopped`: by the person. */
export interface ExportProgress {
  readonly state: 'unknown' | 'running' | 'done' | 'failed' | 'stopped';
  readonly bytes: number;
  readonly totalBytes: number;
}

const kinds = ['image', 'index', 'artifact', 'schema1'] as const;
const roles = ['manifest', 'config', 'layer', 'blob'] as const;

/** Reads a plan and skips unknown parts. @throws AppError internal if the answer is not a plan */
export function parseExportPlan(value: unknown): ExportPlan {
  const plan = readRecord(value);
  const { mediaType, fileBytes, isForDocker, referrers, lacking, platforms, morePlatforms } = plan;
  const kind = kinds.find((known) => known === plan.kind);
  const need = readNeed(plan);
  if (!kind || !need || typeof mediaType !== 'string') {
    throw new AppError('internal', 'the worker answered with no plan of a file', { reason: 'internal' });
  }
  return {
    ...need,
    mediaType,
    kind,
    ...(isCount(fileBytes) ? { fileBytes } : {}),
    isForDocker: isForDocker === true,
    referrers: isCount(referrers) ? referrers : 0,
    lacking: Array.isArray(lacking) ? lacking.flatMap(readLack) : [],
    platforms: Array.isArray(platforms) ? platforms.flatMap(readPlatform) : [],
    morePlatforms: isCount(morePlatforms) ? morePlatforms : 0,
  };
}

export function parseExportProgress(value: unknown): ExportProgress {
  const { state, bytes, totalBytes } = readRecord(value);
  const known = (['running', 'done', 'failed', 'stopped'] as const).find((one) => one === state);
  return {
    state: known ?? 'unknown',
    bytes: isCount(bytes) ? bytes : 0,
    totalBytes: isCount(totalBytes) ? totalBytes : 0,
  };
}

function readLack(value: unknown): readonly ExportLack[] {
  const { digest, size, ...lack } = readRecord(value);
  const role = roles.find((known) => known === lack.role);
  if (typeof digest !== 'string' || !isDigest(digest) || !role) return [];
  return [{ digest, role, ...(isCount(size) ? { size } : {}) }];
}

function readPlatform(value: unknown): ExportPlan['platforms'] {
  const { platform, ...stated } = readRecord(value);
  const need = readNeed(stated);
  return typeof platform === 'string' && need ? [{ platform, ...need }] : [];
}

function readNeed({ total, missing, isPartial }: Readonly<Record<string, unknown>>): ExportNeed | undefined {
  const [all, lacks] = [readAmount(total), readAmount(missing)];
  return all && lacks && typeof isPartial === 'boolean' ? { total: all, missing: lacks, isPartial } : undefined;
}

function readAmount(value: unknown): ExportAmount | undefined {
  const { count, bytes } = readRecord(value);
  return isCount(count) && isCount(bytes) ? { count, bytes } : undefined;
}
