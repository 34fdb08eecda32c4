import type { Query, QueryClient } from '@tanstack/react-query';
import { AppError, type Reason } from '../../errors/index.ts';

/** Those that pass by themselves: all else takes somebody who mends it. */
const passing: ReadonlySet<Reason | undefined> = new Set<Reason>(['offline', 'unreachable']);

/** What failed for want of a network, of all that the page has asked for and still has in it. */
export function lostOf(queries: QueryClient): readonly Query[] {
  return queries.getQueryCache().findAll({ predicate: ({ state }) => isLost(state.error) });
}

/** Whom to try, to know whether what failed can be had again; undefined where nobody was asked. */
export function originOf({ state: { error } }: Query): string | undefined {
  const { url } = (error instanceof AppError && error.detail) || {};
  return typeof url === 'string' && URL.canParse(url) ? new URL(url).origin : undefined;
}

/** Hosts of registries that did not answer, without those that were not asked since the device is offline. */
export function unreachedHosts(queries: QueryClient): readonly string[] {
  const errors = lostOf(queries).map(({ state }) => state.error);
  return [...new Set(errors.flatMap((error) => (isLost(error) && error.reason !== 'offline' ? hostsOf(error) : [])))];
}

/** Not where a registry answers and breaks off: that it is reached is no news then. */
function isLost(error: unknown): error is AppError {
  return error instanceof AppError && passing.has(error.reason) && error.detail?.found === undefined;
}

function hostsOf({ detail }: AppError): readonly string[] {
  return typeof detail?.host === 'string' ? [detail.host] : [];
}
