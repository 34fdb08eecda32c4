import type { Amount, Progress } from '../oci/index.ts';
import { type ErrorBody, parseError } from './errorBody.ts';
import { isRecord, parseJson } from './readJson.ts';

/** The types of progress that jobs report. */
export type JobStep = Progress | Progress<Amount>;

/**
 * A line of the answer of a long job (application/x-ndjson). `result` or `error` is the last line; without it the answer was cut.
 * `Result` is null if a job has none.
 */
export type JobLine<Item, Result, Step extends JobStep = Progress> =
  | { readonly progress: Step }
  | { readonly item: Item }
  | { readonly result: Result }
  | { readonly error: ErrorBody };

/**
 * Parses a line; undefined if it is cut or of an unknown kind. Its content is not validated: it comes from the worker of the same
 * release.
 */
export function parseJobLine<Item, Result, Step extends JobStep>(
  text: string,
): JobLine<Item, Result, Step> | undefined {
  const line = parseJson(text);
  return isJobLine<Item, Result, Step>(line) ? line : undefined;
}

function isJobLine<Item, Result, Step extends JobStep>(line: unknown): line is JobLine<Item, Result, Step> {
  if (!isRecord(line)) return false;
  return 'progress' in line || 'item' in line || 'result' in line || parseError(line.error) !== undefined;
}
