import { type Target, targetOf } from '../../client/index.ts';
import { isAppError } from '../../errors/index.ts';
import { parseReference, type Reference } from '../../oci/index.ts';
import type { AsyncValue } from '../tree/tree.ts';
import type { DocumentQuery } from './documents.ts';
import type { Environment } from './environment.ts';
import { addPendingQuery, type PendingQuery, readCache } from './pendingQueries.ts';

/** What a link names, as it is asked for. */
export interface NamedTarget extends Target {
  readonly reference: Reference;
}

/** A reference is read at once; whatever else a person may have pasted, by a parser that is loaded for it. */
export function readAddress(
  environment: Environment,
  text: string,
  wanted: Map<string, PendingQuery>,
): AsyncValue<NamedTarget> {
  try {
    return { state: 'ready', value: named(parseReference(text)) };
  } catch (error) {
    if (!isAppError(error)) throw error;
    const query = pastedQuery(text);
    addPendingQuery(wanted, environment, query);
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
