import type { Reason } from '../errors/index.ts';
import type { Digest, MediaType, Repository } from '../oci/index.ts';
import { type CacheStatus, formatCacheStatus } from './cacheStatus.ts';

/** Version of the protocol between page and worker. The page checks it in each answer to detect incompatible releases. */
export const wireVersion = '3';

export const headerNames = {
  version: 'Ociscope-Version',
  source: 'Ociscope-Source',
  storedAt: 'Ociscope-Stored-At',
  tagSeenAt: 'Ociscope-Tag-Seen-At',
  staleReason: 'Ociscope-Stale-Reason',
} as const;

/** Metadata of content, sent as headers of an answer. */
export interface AnswerDetails {
  readonly digest: Digest;
  readonly mediaType: MediaType;
  readonly sizeBytes: number | undefined;
  readonly cache: CacheStatus;
  readonly source?: Repository;
  readonly storedAt?: Date;
  /** Time when the tag was last seen to point to this digest; set if its registry cannot be reached. */
  readonly tagSeenAt?: Date;
  /** Reason why the registry cannot be reached. */
  readonly staleReason?: Reason;
}

/** Headers of every answer: they prevent scripts from running if it is opened as a page (docs/platform.md 1). */
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
