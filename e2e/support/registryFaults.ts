import { type BrokenAnswer, bomb, cut, endless, lengthTooShort, ofBytes, refusal, webPage } from './brokenAnswers.ts';

/** The request that gets the wrong answer. */
export const places = ['manifest', 'tag', 'config', 'tags', 'referrers', 'token'] as const;
export type FaultPlace = (typeof places)[number];

export interface RegistryFault {
  readonly title: string;
  readonly answer: () => BrokenAnswer;
  /** One for all places, or one for each. */
  readonly reason: string | Readonly<Record<FaultPlace, string>>;
  /** Matches the whole panel. */
  readonly says: RegExp;
  /** Facts of the error, next to its text. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Number of requests; a list of referrers needs several. */
  readonly asked?: number;
}

/** The reason for a body that cannot be parsed. */
const wrongBody = {
  manifest: 'digest_mismatch',
  tag: 'invalid_manifest',
  config: 'digest_mismatch',
  tags: 'unsupported',
  referrers: 'unsupported',
  token: 'server_error',
} as const;

const tooLarge = {
  reason: 'too_large',
  says: /limited to (4 MiB|256 KiB)/,
} as const;

/** Wrong answers of registries and of proxies before them. */
export const registryFaults: readonly RegistryFault[] = [
  ...[false, true].map(
    (chunked): RegistryFault => ({
      title: `a web page with status 200${chunked ? ' in chunks' : ''}`,
      answer: () => webPage({ chunked }),
      reason: wrongBody,
      says: /answered with a web page.*HTML page.*login page or proxy/,
      facts: { found: 'webpage' },
      asked: 1,
    }),
  ),
  {
    title: '429 with a Retry-After of an hour, which is too long to wait',
    answer: () => refusal(429, { 'retry-after': '3600' }),
    reason: 'rate_limited',
    says: /Rate limited by.*answered 429.*Try again in 60 minutes/,
    facts: { retryAfterMs: 3_600_000 },
    asked: 1,
  },
  {
    title: '503 three times',
    answer: () => refusal(503, { 'retry-after': '0' }),
    reason: 'server_error',
    says: /returned a server error.*(returned a server error\.|gave no token).*Try again later/,
    facts: { status: 503 },
    asked: 3,
  },
  {
    title: 'a truncated answer',
    answer: cut,
    reason: 'unreachable',
    says: /closed the connection.*before the response was complete/,
    facts: { found: 'cut' },
  },
  {
    title: 'a Content-Length that is too short',
    answer: lengthTooShort,
    reason: wrongBody,
    says: /doesn't match its digest|Not a valid manifest|gave no token/,
  },
  { title: '20 MB', answer: () => ofBytes(20_000_000, { chunked: false }), ...tooLarge },
  { title: 'an endless answer', answer: endless, ...tooLarge },
  { title: '100 MB in 100 kB of gzip', answer: () => bomb(100_000_000), ...tooLarge },
];
