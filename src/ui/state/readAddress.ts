import { type Target, targetOf } from '../../client/index.ts';
import { isAppError } from '../../errors/index.ts';
import { parseReference, type Reference } from '../../oci/index.ts';
import type { AsyncValue } from '../tree/tree.ts';
import type { DocumentQuery } from './documents.ts';
import type { Environment } from './environment.ts';
import { addPendingQuery, type PendingQuery, readCache } from './pendingQueries.ts';

/** The target of a link with its reference. */
export interface NamedTarget extends Target {
  readonly reference: Reference;
}

/** Parses a reference immediately; other pasted text needs a parser that is loaded on demand. */
export function readAddress(
  environment: Environment,
  text: string,
  pending: Map<string, PendingQuery>,
): AsyncValue<NamedTarget> {
  try {
    return { state: 'ready', value: named(parseReference(text)) };
  } catch (error) {
    if (!isAppError(error)) throw error;
    const query = pastedQuery(text);
    addPendingQuery(pending, environment, query);
    return readCache<NamedTarget>(environment, query.queryKey) ?? { state: 'waiting' };
  }
}

function pastedQuery(text: string): DocumentQuery<NamedTarget> {
  return {
    queryKey: ['address', text],
    queryFn: async () => named((await import('./pastedAddress.ts')).parseAddress(text)),
  };
}

function named(reference: Reference): NamedTarget {
  return { reference, ...targetOf(reference) };
}
