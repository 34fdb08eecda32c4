import { AppError } from '../errors/index.ts';
import { type Amount, type Digest, isDigest, type Progress } from '../oci/index.ts';
import { isCount } from './isCount.ts';
import { readRecord } from './readJson.ts';

/** Content that the file needs and that is missing or corrupt. */
export interface ExportLack {
  readonly digest: Digest;
  readonly role: 'manifest' | 'config' | 'layer' | 'blob';
  readonly size?: number;
}

/** The amount of content that a selection of an image needs, and how much of it is missing. */
export interface ExportNeed {
  readonly total: Amount;
  readonly missing: Amount;
  /** Manifests are missing, so their content is unknown. */
  readonly isPartial: boolean;
}

export interface ExportPlan extends ExportNeed {
  readonly mediaType: string;
  /** `schema1` cannot be exported. */
  readonly kind: 'image' | 'index' | 'artifact' | 'schema1';
  /** Size of the file; undefined until all content is stored. */
  readonly fileBytes?: number;
  /** Programs that only know the format of `docker save` can read the file. */
  readonly isForDocker: boolean;
  /** Number of known referrers of the selection, whether or not they are selected. */
  readonly referrers: number;
  /** At most 1,000. */
  readonly lacking: readonly ExportLack[];
  readonly platforms: readonly (ExportNeed & { readonly platform: string })[];
  /** Number of further platforms, which were not measured. A file with all platforms includes them. */
  readonly morePlatforms: number;
}

/** State of a file that the browser saves, in bytes. `unknown`: not started, or the worker was stopped; `stopped`: cancelled. */
export interface ExportStatus extends Required<Progress> {
  readonly state: 'unknown' | 'running' | 'done' | 'failed' | 'stopped';
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
    throw new AppError('internal', 'the answer of the worker is not an export plan', { reason: 'internal' });
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

export function parseExportStatus(value: unknown): ExportStatus {
  const { state, done, total } = readRecord(value);
  const known = (['running', 'done', 'failed', 'stopped'] as const).find((one) => one === state);
  return { state: known ?? 'unknown', done: isCount(done) ? done : 0, total: isCount(total) ? total : 0 };
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

function readAmount(value: unknown): Amount | undefined {
  const { count, bytes } = readRecord(value);
  return isCount(count) && isCount(bytes) ? { count, bytes } : undefined;
}
