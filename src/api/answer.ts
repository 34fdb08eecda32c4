import type { Reason } from '../errors/index.ts';
import type { Digest, MediaType } from '../oci/index.ts';
import { type CacheStatus, formatCacheStatus } from './cacheStatus.ts';
import type { RepositoryAddress } from './urls.ts';

/** Of the wire between page and worker: both say it, so that two releases that do not understand each other notice. */
export const wireVersion = '2';

export const headerNames = {
  version: 'Ociscope-Version',
  source: 'Ociscope-Source',
  storedAt: 'Ociscope-Stored-At',
  tagSeenAt: 'Ociscope-Tag-Seen-At',
  staleReason: 'Ociscope-Stale-Reason',
} as const;

/** What is said of content beside its bytes. */
export interface AnswerDetails {
  readonly digest: Digest;
  readonly mediaType: MediaType;
  readonly sizeBytes: number | undefined;
  readonly cache: CacheStatus;
  readonly source?: RepositoryAddress;
  readonly storedAt?: Date;
  /** When a tag was last seen to point to this digest, if its registry cannot be reached. */
  readonly tagSeenAt?: Date;
  /** Why it cannot be asked. */
  readonly staleReason?: Reason;
}

/** Of every answer: whatever its bytes claim to be, opened as a page they run nothing (docs/platform.md 1). */
export const safetyHeaders: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "sandbox; default-src 'none'",
  'Cache-Control': 'no-store',
  [headerNames.version]: wireVersion,
};

export function answerHeaders({
  digest,
  mediaType,
  sizeBytes,
  cache,
  source,
  storedAt,
  tagSeenAt,
  staleReason,
}: AnswerDetails): Record<string, string> {
  return {
    ...safetyHeaders,
    'Docker-Content-Digest': digest,
    'Content-Type': mediaType,
    'Cache-Status': formatCacheStatus(cache),
    ...(sizeBytes === undefined ? {} : { 'Content-Length': String(sizeBytes) }),
    ...(source ? { [headerNames.source]: `${source.host}/${source.name}` } : {}),
    ...(storedAt ? { [headerNames.storedAt]: storedAt.toISOString() } : {}),
    ...(tagSeenAt ? { [headerNames.tagSeenAt]: tagSeenAt.toISOString() } : {}),
    ...(staleReason ? { [headerNames.staleReason]: staleReason } : {}),
  };
}
