import type { Query, QueryClient } from '@tanstack/react-query';
import { AppError, type Reason } from '../../errors/index.ts';

/** Reasons that can pass without anyone fixing something. */
const transientReasons: ReadonlySet<Reason | undefined> = new Set<Reason>(['offline', 'unreachable']);

/** Returns the cached queries that failed for lack of a network. */
export function lostOf(queries: QueryClient): readonly Query[] {
  return queries.getQueryCache().findAll({ predicate: ({ state }) => isLost(state.error) });
}

/** Returns the origin to probe before a failed query is retried; undefined if no request was sent. */
export function originOf({ state: { error } }: Query): string | undefined {
  const { url } = (error instanceof AppError && error.detail) || {};
  return typeof url === 'string' && URL.canParse(url) ? new URL(url).origin : undefined;
}

/** Returns the hosts that did not answer, without those that were not requested because the device is offline. */
export function unreachedHosts(queries: QueryClient): readonly string[] {
  const errors = lostOf(queries).map(({ state }) => state.error);
  return [...new Set(errors.flatMap((error) => (isLost(error) && error.reason !== 'offline' ? hostsOf(error) : [])))];
}

/** Excludes connections that a registry closed: probing it would succeed without a change. */
function isLost(error: unknown): error is AppError {
  return error instanceof AppError && transientReasons.has(error.reason) && error.detail?.found === undefined;
}

function hostsOf({ detail }: AppError): readonly string[] {
  return typeof detail?.host === 'string' ? [detail.host] : [];
}
