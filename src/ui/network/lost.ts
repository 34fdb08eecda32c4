import type { Query, QueryClient } from '@tanstack/react-query';
import { AppError, type Reason } from '../../errors/index.ts';

/** Those that pass by themselves: all else takes somebody who mends it. */
const passing: ReadonlySet<Reason | undefined> = new Set<Reason>(['offline', 'unreachable']);

/** What a network that is lost keeps from being shown. */
export interface Lost {
  /** What failed, to be asked for again. */
  readonly queries: readonly Query[];
  /** Whom to try, to know that it is back: origins that were asked in vain. */
  readonly origins: readonly string[];
}

/** What failed for want of a network, of all that the page has asked for. */
export function lostOf(queries: QueryClient): Lost {
  const failed = queries.getQueryCache().findAll({ predicate: ({ state }) => isLost(state.error) });
  return { queries: failed, origins: [...new Set(failed.flatMap(({ state }) => originsOf(state.error)))] };
}

/** Hosts of registries that did not answer, without those that were not asked since the device is offline. */
export function unreachedHosts(queries: QueryClient): readonly string[] {
  const errors = lostOf(queries).queries.map(({ state }) => state.error);
  return [...new Set(errors.flatMap((error) => (isLost(error) && error.reason !== 'offline' ? hostsOf(error) : [])))];
}

function isLost(error: unknown): error is AppError {
  return error instanceof AppError && passing.has(error.reason);
}

function originsOf(error: unknown): readonly string[] {
  const { url } = (error instanceof AppError && error.detail) || {};
  return typeof url === 'string' && URL.canParse(url) ? [new URL(url).origin] : [];
}

function hostsOf({ detail }: AppError): readonly string[] {
  return typeof detail?.host === 'string' ? [detail.host] : [];
}
